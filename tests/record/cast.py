"""A toy subject for tests of the record: an explainer of one paragraph, one section, one question.

Ada publishes and proposes, Grace approves, Ben is the author. Entries come out as an app would
make them; `record` puts one into the chain, after the version before of its subject.
"""

from typing import Any
from uuid import UUID

from record.chain import appending, before
from record.format import WITHHELD, texts_in
from record.models import Version
from record.removal.withholding import withhold
from record.sealing import Entry, Signature, Withholding, Words, prepare

EXPLAINER = UUID("0b5e7a52-6c1f-4d8e-9a57-3d0c9e5f1a01")
ANOTHER = UUID("0b5e7a52-6c1f-4d8e-9a57-3d0c9e5f1a02")
ADA = UUID("5d1a3c9e-2f40-4b6a-8c11-70e2d4a6b801")
GRACE = UUID("5d1a3c9e-2f40-4b6a-8c11-70e2d4a6b802")
BEN = UUID("5d1a3c9e-2f40-4b6a-8c11-70e2d4a6b803")
AUTHOR = f"document.authors.{BEN}.name"

PUBLISHED = (Signature(ADA, "Ada", "publisher"),)
APPROVED = (Signature(ADA, "Ada", "proposer"), Signature(GRACE, "Grace", "approver"))


def markdown(text: str) -> Words:
    """Markdown that renders to itself."""
    return Words(text, rendered=text)


def a_document(
    *,
    title: str = "Are they allies?",
    author: Words | None = None,
    lead: str = "They signed the pact in 1999.",
    body: str = "They trade more than they did.",
    answer: str = "No.",
) -> dict[str, Any]:
    """The document of an entry, with the words given and the cast's for the others."""
    return {
        "title": Words(title),
        "authors": [{"id": str(BEN), "name": author or Words("Ben")}],
        "lead": markdown(lead),
        "sections": [{"key": "s1", "heading": Words("Trade"), "body": markdown(body)}],
        "faqs": [{"key": "q1", "question": Words("Are they?"), "answer": markdown(answer)}],
    }


def an_explanation(correction: int, *, base: int = 1, **members: Any) -> dict[str, Any]:
    """The explanation number `correction`, made on the version `base` of its subject."""
    source = {"title": Words("The treaty"), "url": Words("https://example.org/treaty")}
    named = {"why": Words("We misread the treaty."), "sources": [source]}
    return {"correction": correction, "base": base} | named | members


def an_entry(kind: str, subject: UUID = EXPLAINER, **members: Any) -> Entry:
    """An entry of any kind, with the cast's slug and, unless it is given, its document."""
    told: dict[str, Any] = {
        "language": "en",
        "time_zone": "Europe/Berlin",
        "renderer": "toy/1",
        "signers": APPROVED,
        "slug": Words("are-they-allies" if subject == EXPLAINER else f"about-{subject}"),
        "document": a_document(),
    }
    return Entry(subject=subject, kind=kind, **told | members)


def a_publication(subject: UUID = EXPLAINER, **words: Any) -> Entry:
    """The first version of `subject`."""
    return an_entry("publication", subject, signers=PUBLISHED, document=a_document(**words))


def a_correction(
    number: int = 1,
    subject: UUID = EXPLAINER,
    *,
    base: int = 1,
    lead: str = "They signed the pact in 2001.",
    **members: Any,
) -> Entry:
    """Correction `number`: one sentence of the lead, proposed by Ada, approved by Grace."""
    told = {"explanation": an_explanation(number, base=base), "document": a_document(lead=lead)}
    return an_entry("correction", subject, **told | members)


def a_removal(
    number: int = 1, subject: UUID = EXPLAINER, *, path: str = AUTHOR, **words: Any
) -> Entry:
    """Withholds the text at `path` of the newest version; of the others, `words` as they stand.

    By default that is the author's name, whose place the mark takes.
    """
    newest = newest_of(subject)
    mark = Words(WITHHELD)
    if path == AUTHOR:
        words["author"] = mark
    return an_entry(
        "removal",
        subject,
        document=a_document(**words),
        explanation=an_explanation(number, base=newest.number),
        withholds=[Withholding(text_at(newest, path), mark, "privacy")],
    )


def record(entry: Entry) -> Version:
    """The version that `entry` has become at the end of the chain."""
    newest = Version.objects.of(entry.subject).last()
    prepared = prepare(entry, before(newest) if newest else None)
    with appending() as chain:
        return withhold(chain, prepared) if entry.withholds else chain.append(prepared)


def newest_of(subject: UUID = EXPLAINER) -> Version:
    """The newest version of `subject`, which must have one."""
    return Version.objects.of(subject).reverse()[0]


def text_at(version: Version, path: str) -> str:
    """The commitment that `version` names at `path`, such as `document.sections.s1.body`."""
    return dict(texts_in(version.members))[path]["text"]
