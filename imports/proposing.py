"""A changed file of a published explainer becomes a proposal, never an overwrite."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.models import Article
from articles.reading import DocumentGone, document_at
from corrections.models import Correction, State
from corrections.proposing.drafting import propose, revise
from documents.differences import Change, differences
from documents.document import Document
from formats.parsed import Note, ParsedExplainer
from imports.importing import Options, Outcome, Result, named_in_file
from imports.rereading import Reread, reread
from record.models import Signer, Version


@dataclass(frozen=True)
class Proposed:
    """What became of a changed file: a proposal, or None and why.

    `reason` is empty where nothing that matters to readers had changed.
    """

    proposal: Correction | None
    reason: str = ""
    warnings: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


def propose_change(
    article: Article, reading: ParsedExplainer, outcome: Outcome, options: Options
) -> Outcome:
    """A changed file of a published explainer as a proposal, signed by who imports."""
    # A dry run writes nothing, not even who would have signed.
    unsaved = Signer(name="Import") if options.dry else None
    by = options.publisher or unsaved or Signer.of_import()
    proposed = propose_file(
        article,
        reading.document,
        key=outcome.name,
        by=by,
        authors=options.authors_of(reading),
        dry=options.dry,
    )
    notes = outcome.notes + tuple(Note(None, warning) for warning in proposed.warnings)
    if proposed.reason:
        return replace(outcome, result="refused", reason=proposed.reason, notes=notes)
    result: Result = "proposed" if proposed.proposal else "unchanged"
    return replace(outcome, result=result, changes=proposed.changes, notes=notes)


def propose_file(
    article: Article,
    file: Document,
    *,
    key: str,
    by: Signer,
    authors: Sequence[str] = (),
    dry: bool = False,
) -> Proposed:
    """Proposes what `file` changes of the published `article`, as one proposal.

    `key` is the file's import key, `authors` are the names of its authors, if it has any. An
    open proposal from the same file is brought up to date, unless an editor has taken it in hand.
    `dry` writes nothing, and gives a proposal without a row.
    """
    _first, newest = _ends(article)
    try:
        now, read = compared(article, file, authors, make=not dry)
    except DocumentGone:
        return Proposed(None, "this explainer was removed here; it is not brought back by a file")
    warnings, changes = tuple(read.warnings), tuple(differences(now, read.document))
    if not changes:
        return Proposed(None, "", warnings)
    held = Correction.objects.open().filter(article=article, file_key=key).first()
    if held and held.document == read.document:
        return Proposed(held, "", warnings, changes)
    if dry:
        return Proposed(Correction(article=article), "", warnings, changes)
    if held and (held.state != State.DRAFT or held.proposer_id != by.pk):
        reason = f"an editor is working on the proposal from this file ({held.pk}); decide it first"
        return Proposed(None, reason)
    if held:
        changed = revise(
            held, read.document, by=by, edition=held.edition, base=newest, sources=None
        )
    else:
        changed = propose(article, read.document, by=by, base=newest, file_key=key)
    return Proposed(changed, "", warnings, changes)


def compared(
    article: Article, file: Document, authors: Sequence[str] = (), *, make: bool = False
) -> tuple[Document, Reread]:
    """What the published `article` says now, and what `file` would have it say.

    Authors who don't exist are made only if `make` says so. Raises `DocumentGone` for one that was
    removed.
    """
    first, newest = _ends(article)
    imported, now = document_at(first), document_at(newest)
    file = replace(file, authors=named_in_file(imported, authors, make=make))
    return now, reread(imported, now, file, article.keys_given)


def _ends(article: Article) -> tuple[Version, Version]:
    """The version in which the explainer was imported, and the newest one."""
    versions = Version.objects.of(article.pk)
    return versions.earliest("serial"), versions.latest("serial")
