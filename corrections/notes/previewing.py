"""A proposal as readers will see it: the next page with its mark and its note, before it is one."""

from collections.abc import Sequence
from dataclasses import fields, replace

from django.utils import timezone

from articles.models import Page
from articles.notices import Decoration
from articles.pages import head_from
from articles.reading import PageHead, contents, head_of
from corrections.models import CAUSE_CHOICES, Correction, Source
from corrections.notes.decorating import MARKED, decorated, history_until
from corrections.notes.notes import Note, SourceNote, is_shown_on_page, noted, notes_of
from corrections.publishing.numbering import next_number
from corrections.publishing.publishing import Placed
from corrections.publishing.standing import error_since, standing_banners
from record.models import Version

_NOT_SEALED = "not sealed yet"
_EXPLAINED = ("right", "why", "no_source", "credit", "discovered", "world_changed")


def note_as_proposed(
    correction: Correction, where: Placed, *, sources: Sequence[Source], proposer: str
) -> Note:
    """The note that readers would get; its number is the next one, if no other is faster."""
    since = error_since(where.newest, where.now, where.then)
    began = Version.objects.of(correction.article_id).filter(number=since or 0).first()
    facts = {
        "number": next_number(),
        "published_at": timezone.now(),
        "subject": correction.article_id,
        "version": where.newest.number + 1,
        "serial": 0,
        "digest": _NOT_SEALED,
        "kind": correction.kind,
        "severity": correction.severity,
        "cause": dict(CAUSE_CHOICES).get(correction.cause),
        "amends": correction.amends.number if correction.amends else None,
        **{name: getattr(correction, name) or None for name in _EXPLAINED},
        "alone": None,
        "sources": [_source_note(source) for source in sources],
        "proposers": [proposer],
        "approvers": [],
        "pending": False,
        "hidden": False,
        "removes_all": False,
    }
    return noted(facts, where.now, where.then, began)


def decoration_as_proposed(correction: Correction, where: Placed, note: Note) -> Decoration:
    """What would stand beside the words of the next version."""
    earlier = notes_of(correction.article_id)
    notes = list(filter(is_shown_on_page, (note, *earlier)))
    banners = standing_banners(where.newest, correction, note.number)
    marked = note.number if note.kind in MARKED else None
    history = [*history_until(where.newest), (marked, where.then)]
    return decorated(notes, history, where.then, banners)


def head_as_proposed(correction: Correction, where: Placed, decoration: Decoration) -> PageHead:
    """What would head the page of the next version."""
    page = Page.objects.filter(article=correction.article_id).first()
    # A removed explainer has no page; its reinstatement is looked at all the same.
    head = head_from(page.head) if page else head_of(where.newest, where.now)
    return replace(
        head,
        title=where.then.title,
        standfirst=where.then.standfirst,
        authors=[{"id": by.id, "name": by.name, "slug": None} for by in where.then.authors],
        changed=decoration.changed or head.changed,
        number=where.newest.number + 1,
        serial=0,
        digest=_NOT_SEALED,
        toc=contents(where.then),
        top=decoration.top,
        banners=decoration.banners,
        corrections=list(decoration.corrections),
        comments=[dict(comment) for comment in decoration.comments],
    )


def _source_note(source: Source) -> SourceNote:
    names = [field.name for field in fields(SourceNote)]
    return SourceNote(**{name: getattr(source, name) or None for name in names})
