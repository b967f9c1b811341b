"""A changed file of a published explainer becomes a proposal, never an overwrite."""

from collections.abc import Sequence
from dataclasses import replace

from articles.models import Article
from articles.reading import DocumentGone, document_at
from corrections.models import Correction, State
from corrections.proposing.drafting import propose, revise
from documents.differences import differences
from documents.document import Document
from formats.parsed import Note, ParsedExplainer
from imports.importing import ImportResult, Options, named_in_file
from imports.rereading import Reread, reread
from record.models import Signer, Version

_REMOVED = "this explainer was removed here; it is not brought back by a file"


def propose_change(
    article: Article, parsed: ParsedExplainer, outcome: ImportResult, options: Options
) -> ImportResult:
    """Proposes what a changed file would change of a published explainer, as one proposal.

    It is signed by who imports. An open proposal from the same file is brought up to date; where an
    editor has taken it in hand, the file is refused. Without a change that matters to readers the
    explainer is unchanged. A dry run writes nothing, not even who would have signed.
    """
    authors = options.authors_of(parsed)
    try:
        now, then = compared(article, parsed.document, authors, make=not options.dry)
    except DocumentGone:
        return replace(outcome, result="refused", reason=_REMOVED)
    notes = (*outcome.notes, *(Note(None, warning) for warning in then.warnings))
    changes = tuple(differences(now, then.document))
    if not changes:
        return replace(outcome, result="unchanged", changes=(), notes=notes)
    proposal = Correction.objects.open().filter(article=article, file_key=outcome.name).first()
    is_there = proposal is not None and proposal.document == then.document
    by = None if options.dry or is_there else options.publisher or Signer.of_import()
    if by and proposal and not _is_in_her_hand(proposal, by):
        reason = (
            f"an editor is working on the proposal from this file ({proposal.pk}); decide it first"
        )
        return replace(outcome, result="refused", reason=reason)
    if by:
        _propose(article, then.document, proposal, key=outcome.name, by=by)
    return replace(outcome, result="proposed", changes=changes, notes=notes)


def _is_in_her_hand(proposal: Correction, by: Signer) -> bool:
    return proposal.state == State.DRAFT and proposal.is_only_by(by)


def _propose(
    article: Article, document: Document, proposal: Correction | None, *, key: str, by: Signer
) -> None:
    newest = Version.objects.of(article.pk).latest("serial")
    if proposal is None:
        propose(article, document, by=by, base=newest, file_key=key)
        return
    revise(proposal, document, by=by, edition=proposal.edition, base=newest, sources=None)


def compared(
    article: Article, file: Document, authors: Sequence[str] = (), *, make: bool = False
) -> tuple[Document, Reread]:
    """What the published `article` says now, and what `file` would have it say.

    Authors who don't exist are made only if `make` says so. Raises `DocumentGone` for one that was
    removed.
    """
    versions = Version.objects.of(article.pk)
    imported = document_at(versions.earliest("serial"))
    now = document_at(versions.latest("serial"))
    file = replace(file, authors=named_in_file(imported, authors, make=make))
    return now, reread(imported, now, file, article.keys_given)
