"""A changed file of a published explainer becomes a proposal, never an overwrite."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.differences import Change, differences
from articles.document import Document
from articles.importing import named_in_file
from articles.models import Article
from articles.reading import NoWords, document_at
from corrections.models import Correction, State
from corrections.proposing import propose, revise
from corrections.rereading import reread
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
    first, newest = _ends(article)
    try:
        imported, now = document_at(first), document_at(newest)
    except NoWords:
        return Proposed(None, "this explainer was removed here; it is not brought back by a file")
    file = replace(file, authors=named_in_file(imported, authors, make=not dry))
    read = reread(imported, now, file, article.keys_given)
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


def _ends(article: Article) -> tuple[Version, Version]:
    """The version in which the explainer was imported, and the newest one."""
    first, newest = Version.objects.of(article.pk).oldest(), Version.objects.of(article.pk).newest()
    assert first is not None  # noqa: S101 - it is published
    assert newest is not None  # noqa: S101
    return first, newest
