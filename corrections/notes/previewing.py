"""A proposal as readers will see it: the next page with its mark and its note, before it is one."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from articles.decorations import Decoration
from articles.models import Page
from articles.pages import head_from
from articles.reading import Head, contents, head_of
from corrections.kinds import KINDS
from corrections.models import CAUSE_CHOICES, Correction, Source
from corrections.notes.decorating import MARKED, decorated, history_until
from corrections.notes.notes import Note, SourceNote, is_shown_on_page, notes_of
from corrections.publishing.numbering import next_number
from corrections.publishing.publishing import Placed
from corrections.publishing.standing import error_since, standing_banners
from documents.differences import differences
from documents.document import WHOLE
from documents.passages_changed import said
from record.models import Version

_NOT_SEALED = "not sealed yet"


def note_as_proposed(
    correction: Correction, where: Placed, *, sources: Sequence[Source], proposer: str
) -> Note:
    """The note that readers would get; its number is the next one, if no other is faster."""
    changes = differences(where.now, where.then)
    since = error_since(where.newest, where.now, where.then)
    began = Version.objects.of(correction.article_id).filter(number=since or 0).first()
    first = Version.objects.of(correction.article_id).oldest()
    now = timezone.now()
    return Note(
        number=next_number(),
        kind=correction.kind,
        label=KINDS[correction.kind].label,
        severity=correction.severity,
        published_at=now,
        subject=correction.article_id,
        version=where.newest.number + 1,
        serial=0,
        digest=_NOT_SEALED,
        right=correction.right or None,
        passages=said(where.now, where.then),
        parts=list(dict.fromkeys(one.part for one in changes)),
        added=[one.part for one in changes if one.field == "position" and one.before is None],
        why=correction.why or None,
        cause=dict(CAUSE_CHOICES).get(correction.cause),
        no_source=correction.no_source or None,
        alone=None,
        credit=correction.credit or None,
        discovered=correction.discovered or None,
        world_changed=correction.world_changed or None,
        amends=correction.amends.number if correction.amends else None,
        since=since,
        stood_from=began.moment if began else None,
        stood_days=(now - began.moment).days if began else None,
        at_least=bool(since == 1 and first and first.members["imported"] is not None),
        sources=[_told(one) for one in sources],
        proposers=[proposer],
        approvers=[],
        pending=False,
        title_changed=any(
            one.part == WHOLE and one.field in ("title", "standfirst") for one in changes
        ),
        hidden=False,
        removes_all=False,
    )


def decoration_as_proposed(correction: Correction, where: Placed, note: Note) -> Decoration:
    """What would stand beside the words of the next version."""
    earlier = notes_of(correction.article_id)
    notes = [one for one in (note, *earlier) if is_shown_on_page(one)]
    banners = standing_banners(where.newest, correction, note.number)
    marked = note.number if note.kind in MARKED else None
    history = [*history_until(where.newest), (marked, where.then)]
    return decorated(notes, history, where.then, banners)


def head_as_proposed(correction: Correction, where: Placed, decoration: Decoration) -> Head:
    """What would head the page of the next version."""
    page = Page.objects.filter(article=correction.article_id).first()
    # A removed explainer has no page; its reinstatement is looked at all the same.
    held = head_from(page.head) if page else head_of(where.newest, where.now)
    return replace(
        held,
        title=where.then.title,
        standfirst=where.then.standfirst,
        authors=[{"id": one.id, "name": one.name, "slug": None} for one in where.then.authors],
        changed=decoration.changed or held.changed,
        number=where.newest.number + 1,
        serial=0,
        digest=_NOT_SEALED,
        toc=contents(where.then),
        top=decoration.top,
        banners=decoration.banners,
        corrections=list(decoration.corrections),
        comments=[dict(one) for one in decoration.comments],
    )


def _told(source: Source) -> SourceNote:
    return SourceNote(
        title=source.title or None,
        publisher=source.publisher or None,
        url=source.url or None,
        archived=source.archived or None,
        quoted=source.quoted or None,
        supports=source.supports or None,
        published=source.published or None,
        accessed=source.accessed or None,
    )
