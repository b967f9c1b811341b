"""Where words of explainers stand outside the record and outside what follows it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.utils.crypto import salted_hmac

from articles.models import Article, Asset, Author, Byline, OldAddress, Section, Topic
from articles.old_addresses import hidden
from record.registry import HIDDEN
from record.removal.places import Matcher, WordPlace, blank, line, markdown, register_place
from record.removal.words import Sought


def register() -> None:
    """Registers drafts, names, topics and pictures. Called once, when the apps are ready."""
    register_place(WordPlace("draft", Article.objects.drafts, _ARTICLE))
    register_place(
        WordPlace("section of draft", _draft_parts(Section), {"heading": line, "body": markdown})
    )
    register_place(WordPlace("byline of draft", _draft_parts(Byline), {"name": line}))
    register_place(WordPlace("author", Author.objects.all, {"name": line, "slug": another_slug}))
    register_place(
        WordPlace(
            "topic",
            Topic.objects.all,
            {"name": another_name, "slug": another_slug, "description": line},
        )
    )
    register_place(WordPlace("file of explainer", _imported, {"import_key": another_key}))
    register_place(WordPlace("origin of explainer", _from_origins, {"import_origin": blank}))
    register_place(OldAddressPlace("old address", OldAddress.objects.shown, {"address": line}))
    register_place(WordPlace("picture", Asset.objects.all, {"note": line}))


class OldAddressPlace(WordPlace):
    """Old addresses: known when they are asked for again, but no word of them is left."""

    def withhold(self, sought: Matcher) -> int:
        """Hides every address that holds the words; gives their number."""
        return _hide(row for row in self.rows() if sought.is_in(row.address))

    def destroy(self, subject: UUID) -> None:
        """Hides all of an explainer, so that they go on answering that it is gone."""
        _hide(self.rows().filter(article=subject))


def _hide(rows: Iterable[OldAddress]) -> int:
    held = list(rows)
    for row in held:
        row.address, row.loose = hidden(row.address), hidden(row.loose)
    OldAddress.objects.bulk_update(held, ["address", "loose"], batch_size=200)
    return len(held)


def another_slug(sought: Matcher, slug: str) -> str:
    """An address without the words; it says nothing where nothing is left."""
    if not isinstance(sought, Sought):
        return _nameless()
    rest = sought.masked(slug).replace("[withheld]", "")
    kept = "-".join(part for part in rest.split("-") if part)
    # Unlike the old one for certain, and free.
    return f"{kept}-{uuid4().hex[:6]}"[-80:].strip("-") if kept else _nameless()


def another_name(sought: Matcher, name: str) -> str:
    """A name without the words, unlike any other's."""
    return f"{sought.masked(name)} {uuid4().hex[:6]}"


def another_key(_sought: Matcher, key: str) -> str:
    """The import key's keyed hash: the file is known when it comes again, its name is gone."""
    return hidden_key(key)


def hidden_key(key: str) -> str:
    """The keyed hash that stands for an import key whose words were withheld."""
    keyed = salted_hmac("corrigenda.import", key, algorithm="sha256")
    return f"{HIDDEN}{keyed.hexdigest()}"


def _nameless() -> str:
    return f"withheld-{uuid4().hex[:8]}"


def _imported() -> Any:
    return Article.objects.exclude(import_key=None).exclude(import_key__startswith=HIDDEN)


def _from_origins() -> Any:
    return Article.objects.exclude(import_origin="")


def _draft_parts(model: Any) -> Any:
    return lambda: model.objects.filter(version__isnull=True)


_ARTICLE = {
    "title": line,
    "slug": another_slug,
    "standfirst": line,
    "lead": markdown,
    "conclusion": markdown,
    "references": markdown,
    "publish_problem": line,
}
