"""What corrections have to say in the history of an explainer and above its older versions."""

from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.decorations import Explained
from corrections.models import Correction
from corrections.notes import Note, notes_of
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
    notes = [note for note in notes_of(version.subject)[::-1] if _touches(note, version)]
    if not notes:
        return SafeString("")
    return render_to_string("corrections/_since.html", {"notes": notes})


def _touches(note: Note, version: Version) -> bool:
    """Whether it came later and is about words, or the lack of them, that were there already."""
    if note.version <= version.number:
        return False
    return note.since is None or note.since <= version.number
