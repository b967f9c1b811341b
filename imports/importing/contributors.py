"""Authors and topics by the names that files give them; what doesn't exist is made."""

from collections.abc import Iterable, Sequence

from articles.models import Author, Topic
from documents.document import Document, DocumentAuthor
from documents.slugs import slug_of
from record.format import WITHHELD


def authors_named(names: Iterable[str], *, make: bool = True) -> tuple[DocumentAuthor, ...]:
    """The authors of those names, each once; of two of one name the first.

    Where they aren't to be made, who doesn't exist has an id that nobody has.
    """
    wanted = list(dict.fromkeys(names))
    known = Author.objects.filter(name__in=wanted).order_by("-pk") if wanted else ()
    authors = {author.name: author for author in known}
    for name in wanted:
        if name not in authors:
            authors[name] = Author(name=name)
            if make:
                authors[name].slug = _free_slug(name, Author)
                authors[name].save(force_insert=True)
    return tuple(DocumentAuthor(str(authors[name].pk), name) for name in wanted)


def named_in_file(
    published: Document, names: Sequence[str], *, make: bool
) -> tuple[DocumentAuthor, ...]:
    """The authors of a published explainer as a file of these names would have them.

    They are those that it has where the file has the same names or none, and where a name was
    withheld, which no file brings back.
    """
    same = [author.name for author in published.authors]
    if not names or list(names) == same or WITHHELD in same:
        return published.authors
    return authors_named(names, make=make)


def topics_named(names: Iterable[str]) -> dict[str, Topic]:
    """The topics of those names; capitals don’t make another."""
    wanted = list(dict.fromkeys(names))
    topics = {topic.name: topic for topic in Topic.objects.filter(name__in=wanted)}
    missing = [name for name in wanted if name not in topics]
    # Databases don't fold letters of every alphabet alike, so what isn't found is sought here.
    known = _by_folded_name() if missing else {}
    for name in missing:
        folded = name.casefold()
        if folded in known:
            topics[name] = Topic.objects.get(pk=known[folded])
        else:
            topics[name] = Topic.objects.create(name=name, slug=_free_slug(name, Topic))
            known[folded] = topics[name].pk
    return topics


def _by_folded_name() -> dict[str, int]:
    return {name.casefold(): pk for pk, name in Topic.objects.values_list("pk", "name")}


def _free_slug(name: str, model: type[Author] | type[Topic]) -> str:
    slug, number = slug_of(name), 1
    free = slug
    while model._default_manager.filter(slug=free).exists():
        number += 1
        free = f"{slug[:75]}-{number}"
    return free
