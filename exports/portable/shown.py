"""What became of each explainer of a site that comes in, and how it would look."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from articles import rows
from articles.models import Article, OldAddress
from articles.models.article import Status
from articles.notices import notice_of
from articles.sealed import kept_notes
from documents.document import DocumentError
from exports.pictures import pictures_beside
from formats.parsed import Note, ParsedExplainer
from imports.importing import ImportResult

#: (explainer, the file that it came in, what became of it): called before the transaction ends.
Watch = Callable[[Article, Path, ImportResult], None]

_RETRACTED = Note(None, "it is retracted: its text stands under a notice that says so")


def left_out(evidence: int) -> tuple[Note, ...]:
    """What is told of the lines of a third record that an older export calls its evidence."""
    if not evidence:
        return ()
    lines = "1 version" if evidence == 1 else f"{evidence} versions"
    message = f"what another site recorded of it before ({lines}, “evidence” in the file)"
    return (Note(None, f"{message} stays in the file and was left out"),)


def outcome_of(article: Article, name: str, *, evidence: int = 0) -> ImportResult:
    """What became of an explainer that came in, as an import reports it."""
    outcome = _outcome_of(article, name)
    return replace(outcome, notes=(*outcome.notes, *left_out(evidence)))


def _outcome_of(article: Article, name: str) -> ImportResult:
    outcome = ImportResult(
        name, "published", article.slug, article.title, aliases=_aliases(article)
    )
    if not article.is_published:
        return replace(outcome, result="made")
    if article.is_removed:
        notice = notice_of(article)
        status = 451 if notice and notice.is_legal else 410
        reason = f"it was removed there, so it answers {status} and came without a word"
        return replace(outcome, result="removed", title="", reason=reason)
    is_retracted = article.status == Status.RETRACTED
    return replace(outcome, notes=(_RETRACTED,)) if is_retracted else outcome


def shown_by(watch: Callable[[ParsedExplainer, ImportResult], None]) -> Watch:
    """Has `watch` look at each explainer that has words as at one that was read from a file."""

    def shown(article: Article, file: Path, outcome: ImportResult) -> None:
        try:
            reading = None if article.is_removed else _reading(article, file)
        except DocumentError:
            return  # A draft may hold less than what can be shown.
        if reading:
            watch(reading, outcome)

    return shown


def _reading(article: Article, file: Path) -> ParsedExplainer:
    document = rows.document_of(article)
    return ParsedExplainer(
        document=document,
        slug=article.slug,
        notes=(),
        past=tuple((note.date, note.note) for note in kept_notes(article)),
        authors=tuple(author.name for author in document.authors),
        topics=tuple(article.topics.order_by("slug").values_list("name", flat=True)),
        pictures=pictures_beside(file, document),
    )


def _aliases(article: Article) -> tuple[str, ...]:
    """Its old addresses as a browser writes them."""
    addresses = OldAddress.objects.shown().filter(article=article).values_list("address", flat=True)
    return tuple(map(_as_written, addresses))


def _as_written(address: str) -> str:
    path, mark, query = address.partition("?")
    return f"{quote(path, safe='/%~')}{mark}{quote(query, safe='=&%~')}"
