"""What heads the page of a text that isn't published: the preview's, and a sample's."""

from articles.reading import Head, contents
from documents.document import Document
from record import clock
from record.models import Version


def head_of_draft(document: Document, *, imported: bool) -> Head:
    """The head as it would be if `document` were published at this moment."""
    now = clock.stamp(clock.now())
    oldest = Version.objects.oldest()
    return Head(
        title=document.title,
        standfirst=document.standfirst,
        # Without links to the authors' pages, which need not exist before publication.
        authors=[{"id": one.id, "name": one.name, "slug": None} for one in document.authors],
        language=document.language,
        first_published=document.first_published,
        imported=imported,
        published=now,
        changed=now,
        recorded=now,
        record_began=oldest.recorded_at if oldest else now,
        number=1,
        serial=0,
        digest="not sealed yet",
        toc=contents(document),
    )
