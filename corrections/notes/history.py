"""What corrections have to say in the history of an explainer and above its older versions."""

from collections.abc import Iterator
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.notices import Explained
from articles.reading import document_at
from corrections.models import Correction
from corrections.notes.notes import notes_of
from documents.passages_changed import touches
from record.models import Version


def explained(subject: UUID) -> dict[int, Explained]:
    """By version number, the correction that made the version."""
    rows = Correction.objects.published().filter(article=subject).select_related("published_in")
    return {
        one.published_in.number: Explained(str(one), one.get_absolute_url(), one.right)
        for one in rows
        if one.published_in is not None
    }


def since(version: Version) -> SafeString:
    """The later corrections that touch words of `version`, oldest first, as HTML."""
    told = {note.version: note for note in notes_of(version.subject)}
    numbers = [number for number in _touching(version) if number in told]
    if not numbers:
        return SafeString("")
    notes = [told[number] for number in numbers]
    return render_to_string("corrections/_since.html", {"notes": notes})


def _touching(version: Version) -> Iterator[int]:
    """The numbers of the later versions that changed words of `version`, or all of it."""
    document = document_at(version)
    before = document
    for later in Version.objects.of(version.subject).filter(number__gt=version.number):
        if later.members["document"] is None:
            continue
        after = document_at(later)
        if touches(before, after, document):
            yield later.number
        before = after
