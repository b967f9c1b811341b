"""Many editors publish to one explainer at the same moment, with real connections."""

import pytest
from django.db import connection

from articles import rows
from articles.models import Article
from corrections.models import Correction, State
from corrections.proposing.drafting import NotOpen, submit
from corrections.publishing import publish
from documents.document import Document, Section
from record.models import Version
from record.verification import verify
from tests.articles.cast import a_published, ada, grace
from tests.articles.test_publishing_at_once import at_once
from tests.corrections.cast import a_proposal, with_section

pytestmark = pytest.mark.django_db(transaction=True)
EDITORS = 20


@pytest.mark.slow
def test_twenty_corrections_of_one_explainer_are_all_published_and_numbered() -> None:
    body = "\n\n".join(f"Sentence {number} stands here." for number in range(EDITORS))
    article, _version = a_published(Document("Sentences", sections=(Section("s1", "All", body),)))
    document = rows.document_of(article)
    proposals = [
        submit(
            a_proposal(
                article,
                with_section(document, f"Sentence {number} stands", f"Sentence {number} stood"),
            ),
            by=ada(),
        )
        for number in range(EDITORS)
    ]
    approver = grace()
    at_once(EDITORS, lambda number: publish(proposals[number], by=approver).number)
    numbers = list(Version.objects.of(article.pk).values_list("number", flat=True))
    assert numbers == list(range(1, EDITORS + 2))
    published = Correction.objects.filter(state=State.PUBLISHED)
    given = published.order_by("number").values_list("number", flat=True)
    assert list(given) == list(range(1, EDITORS + 1))
    text = rows.document_of(Article.objects.get(pk=article.pk)).sections[0].body or ""
    assert text == body.replace("stands", "stood")
    assert list(verify()) == []


def test_one_correction_approved_twice_at_once_is_published_once() -> None:
    article, _version = a_published()
    proposal, approver = submit(a_proposal(article), by=ada()), grace()

    def approve(_number: int) -> bool:
        try:
            publish(proposal, by=approver)
        except NotOpen:
            return False
        finally:
            connection.close()
        return True

    assert sorted(at_once(4, approve)) == [False, False, False, True]
    assert Version.objects.count() == 2
