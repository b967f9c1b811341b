"""Whether a draft can be published, and what is missing if it can't."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from uuid import UUID

from django.utils import timezone

from articles import rows
from articles.models import Article, Asset, Slug
from articles.models.catalogue import references_in
from articles.sealed import renderings
from documents.document import Document, DocumentError
from documents.markdown import foreign_images
from documents.partial_dates import earliest
from documents.text import refusal_of


def problems_of(article: Article) -> list[str]:
    """Why `article` can't be published as it stands, in sentences for its editor."""
    try:
        document = rows.document_of(article)
    except DocumentError as error:
        return [problem_with(error)]
    problems = problems_with(document, renderings(document))
    return problems + address_problems([article]).get(article.pk, [])


def problems_with(
    document: Document, shown: Mapping[str, str], pictures: Collection[str] = ()
) -> list[str]:
    """Why these words can't be published, wherever they would stand.

    `shown` is what each part renders to (`articles.sealed.renderings`), `pictures` are hashes of
    pictures that will be kept when it comes to that.
    """
    problems = []
    if not any(True for _part in document.markdown_parts()):
        problems.append("There is no text yet: write a lead, a section or a question.")
    for part, source in document.markdown_parts():
        problems += _rendering_problems(part, shown[part])
        problems += [
            f"{part}: the image {address} is not kept here." for address in foreign_images(source)
        ]
    problems += _missing_assets(document, pictures)
    if document.first_published and earliest(document.first_published) > timezone.localdate():
        problems.append(f"The date of first publication, {document.first_published}, is to come.")
    return problems


def problem_with(error: DocumentError) -> str:
    """What is wrong with rows that hold no document, in a sentence for its editor."""
    place = f"{error.part}, {error.field}".replace("explainer, ", "").capitalize()
    return f"{place}: {error.message}."


def address_problems(articles: Iterable[Article]) -> dict[UUID, list[str]]:
    """Why an address can't be given to these explainers, by id; those that can be aren't there."""
    wanted = {article.slug: article.pk for article in articles}
    return {
        wanted[slug]: [f"The address “{slug}” belonged to another explainer."]
        for slug, holder in Slug.objects.holders(wanted).items()
        if holder != wanted[slug]
    }


def _rendering_problems(part: str, shown: str) -> Iterator[str]:
    refusal = refusal_of(shown)
    if not shown:
        yield f"{part}: nothing of this text would be seen."
    elif refusal:
        yield f"{part}: it would show {refusal.actual}."


def _missing_assets(document: Document, pictures: Collection[str]) -> list[str]:
    named = {
        picture for _part, source in document.markdown_parts() for picture in references_in(source)
    }
    named -= set(pictures)
    kept = set(Asset.objects.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    return [f"The image asset:{picture} is not kept here." for picture in sorted(named - kept)]
