"""What the `Link` header says of an explainer and its versions (RFC 8288).

Relations of versions are those of RFC 5829, relations of moments those of RFC 7089.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import http_date

from articles.models import Article
from articles.views.finding import absolute
from record.models import Version

LINK_FORMAT = "application/link-format"


def address(article: Article, view: str, **rest: object) -> str:
    """The public address of the view `articles:<view>` of an explainer."""
    return absolute(reverse(f"articles:{view}", kwargs={"slug": article.slug, **rest}))


def link(target: str, relation: str, **attributes: str) -> str:
    """One link of the header, or of a document of `application/link-format`."""
    given = "".join(f'; {name}="{value}"' for name, value in attributes.items())
    return f'<{target}>; rel="{relation}"{given}'


def memento_link(article: Article, version: Version, relation: str = "memento") -> str:
    """The link to a version, with the second from which it stood here."""
    target = address(article, "version", number=version.number)
    return link(target, relation, datetime=memento_datetime(version))


def memento_datetime(version: Version) -> str:
    """When a version began to stand here, as HTTP writes dates."""
    return http_date(version.moment.timestamp())


def set_links(response: HttpResponse, links: Iterable[str]) -> None:
    """Has the response say `links`."""
    response["Link"] = ", ".join(links)


def links_of_live(article: Article) -> Iterator[str]:
    """The links of the explainer as it stands, which is no memento: it changes."""
    version = article.published_version
    yield from _around(article)
    yield memento_link(article, version, "memento last")
    # What a reinstatement follows may have no words to lead to.
    if version.number > 1 and version.kind != "reinstatement":
        before = address(article, "version", number=version.number - 1)
        yield link(before, "predecessor-version")


def links_of_version(
    article: Article, mementos: Sequence[Version], version: Version
) -> Iterator[str]:
    """The links of one version: to what it is a version of, and to those around it."""
    yield link(address(article, "detail"), "original latest-version")
    yield from _around(article)
    place = mementos.index(version)
    for relation, other in (("prev", place - 1), ("next", place + 1)):
        if 0 <= other < len(mementos):
            which = "predecessor" if relation == "prev" else "successor"
            target = mementos[other]
            yield memento_link(article, target, f"memento {relation} {which}-version")
    yield from links_of_ends(article, mementos)


def links_of_timegate(article: Article, mementos: Sequence[Version]) -> Iterator[str]:
    """The links of the redirect that the timegate answers with."""
    yield link(address(article, "detail"), "original")
    yield link(address(article, "timemap"), "timemap", type=LINK_FORMAT)
    yield from links_of_ends(article, mementos)


def links_of_timemap(article: Article, mementos: Sequence[Version]) -> Iterator[str]:
    """The lines of the timemap: every memento there is, oldest first."""
    first, last = memento_datetime(mementos[0]), memento_datetime(mementos[-1])
    yield link(address(article, "detail"), "original")
    own = {"type": LINK_FORMAT, "from": first, "until": last}
    yield link(address(article, "timemap"), "self", **own)
    yield link(address(article, "timegate"), "timegate")
    for version in mementos:
        yield memento_link(article, version, _relation(version, mementos))


def links_of_ends(article: Article, mementos: Sequence[Version]) -> Iterator[str]:
    """The links to the first memento and the last, once where that is one and the same."""
    for version in dict.fromkeys((mementos[0], mementos[-1])):
        yield memento_link(article, version, _relation(version, mementos))


def _relation(version: Version, mementos: Sequence[Version]) -> str:
    ends = {"first": mementos[0], "last": mementos[-1]}
    return " ".join(["memento", *(name for name, end in ends.items() if end == version)])


def _around(article: Article) -> Iterator[str]:
    yield link(address(article, "timegate"), "timegate")
    yield link(address(article, "timemap"), "timemap", type=LINK_FORMAT)
    yield link(address(article, "history"), "version-history")
