"""Another renderer shows other words: found, and signed for where it is wanted."""

import pytest
from django.core.management import CommandError, call_command

from articles.following import NothingToSign, move, sign
from articles.models import Article
from documents import plain
from record import registry
from record.models import Text, Version
from record.verification import verify
from tests.articles.cast import a_published, ada, grace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shouting(monkeypatch: pytest.MonkeyPatch) -> Article:
    """An explainer, and since its publication a renderer that shows some words otherwise."""
    article, _version = a_published()
    quiet = plain.plain_text
    monkeypatch.setattr(plain, "plain_text", lambda html: quiet(html).replace("binding", "BINDING"))
    return article


def test_other_words_are_found_by_verification(shouting: Article) -> None:
    found = [str(one) for one in verify(rendering=True) if "now renders" in str(one)]
    assert found == ["version 1, document.lead: now renders to other words than were sealed"]


def test_signing_seals_the_new_words_and_keeps_every_text(shouting: Article) -> None:
    texts = Text.objects.filter(brought_by=1).count()
    version = sign(shouting, by=grace())
    assert (version.kind, version.number) == ("rendering", 2)
    brought = Text.objects.filter(brought_by=2)
    assert [text.body for text in brought] == ["Grace Approves"]
    assert Text.objects.filter(brought_by=1).count() == texts
    assert [one for one in verify(rendering=True) if one.fails] == []


def test_a_version_that_keeps_the_words_does_not_seal_another_rendering(shouting: Article) -> None:
    """Only a rendering says that words are shown otherwise; until then it is found."""
    move(shouting, "another-address", by=ada())
    found = [str(one) for one in verify(rendering=True) if one.fails]
    assert [one for one in found if "now renders" not in one and "page" not in one] == []
    assert "version 2, document.lead: now renders to other words than were sealed" in found
    sign(shouting, by=grace())
    assert [one for one in verify(rendering=True) if one.fails] == []


def test_a_rendering_that_shows_the_same_is_not_signed() -> None:
    article, _version = a_published()
    with pytest.raises(NothingToSign):
        sign(article, by=grace())
    assert Version.objects.count() == 1


def test_the_command_compares_and_writes_nothing_unless_asked(
    shouting: Article, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("sign_rendering")
    said = capsys.readouterr().out
    assert "what-is-a-treaty: version 1, document.lead: now renders to other words" in said
    assert "1 shown otherwise than sealed." in said
    assert Version.objects.count() == 1


def test_the_command_signs_by_the_user_named(
    shouting: Article, capsys: pytest.CaptureFixture[str]
) -> None:
    ada()
    call_command("sign_rendering", apply=True, by="ada")
    assert "what-is-a-treaty: signed, version 2" in capsys.readouterr().out
    call_command("sign_rendering")
    assert "0 shown otherwise than sealed." in capsys.readouterr().out


def test_the_command_refuses_an_unknown_user_and_an_unknown_explainer() -> None:
    with pytest.raises(CommandError, match="no active user “nobody”"):
        call_command("sign_rendering", apply=True, by="nobody")
    with pytest.raises(CommandError, match="no explainer is published as nothing"):
        call_command("sign_rendering", "nothing")


def test_the_rendering_is_registered_with_the_record() -> None:
    render = registry.rendering()
    assert render is not None
    assert render("document.lead", "*binding*") == "binding"
