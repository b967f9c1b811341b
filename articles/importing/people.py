"""Authors and topics by the names that files give them; what doesn't exist is made."""

from collections.abc import Iterable

from articles.document import Author as DocumentAuthor
from articles.models import Author, Topic
from articles.slugs import slug_of


def authors_named(names: Iterable[str]) -> dict[str, DocumentAuthor]:
    """The authors of those names; of two of one name the first."""
    wanted = list(dict.fromkeys(names))
    held = Author.objects.filter(name__in=wanted).order_by("-pk")
    authors = {author.name: author for author in held}
    for name in wanted:
        if name not in authors:
            authors[name] = Author.objects.create(name=name, slug=_free_slug(name, Author))
    return {name: DocumentAuthor(str(one.pk), one.name) for name, one in authors.items()}


def topics_named(names: Iterable[str]) -> dict[str, Topic]:
    """The topics of those names; capitals don’t make another."""
    wanted = list(dict.fromkeys(names))
    topics = {topic.name: topic for topic in Topic.objects.filter(name__in=wanted)}
    missing = [name for name in wanted if name not in topics]
    # Databases don't fold letters of every alphabet alike, so what isn't found is sought here.
    held = _by_folded_name() if missing else {}
    for name in missing:
        folded = name.casefold()
        if folded in held:
            topics[name] = Topic.objects.get(pk=held[folded])
        else:
            topics[name] = Topic.objects.create(name=name, slug=_free_slug(name, Topic))
            held[folded] = topics[name].pk
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
