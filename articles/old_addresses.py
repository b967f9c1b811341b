"""Old addresses: where explainers stood elsewhere, kept here and led to where they stand now.

    keep_old_addresses([(article.pk, ["https://old.example/2019/quorum/", "/?p=123"])])

Host and scheme don't count. An address is known again whatever its percent-encoding; where none is
exactly the one asked for, also in another case, with or without a last slash or the name of an
index file, as long as that leads to one explainer only.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.encoding import repercent_broken_unicode

from articles.models import Article, OldAddress
from record.registry import HIDDEN

_LONGEST = 500
_BATCH = 500
_MOST_PARAMETERS = 20
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$")
_NEVER = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
#: Parameters that tell where a reader came from, and never what he wants.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id")
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class RefusedAddress:
    """An old address that wasn't kept, since another explainer has it already."""

    article: UUID
    address: str
    holder: UUID


def keep_old_addresses(pairs: Iterable[tuple[UUID, Collection[str]]]) -> list[RefusedAddress]:
    """Keeps the old addresses (URLs or paths) of explainers; gives those that others have.

    What is no address, or is the explainer's own, is passed over; so is one that was withheld.
    """
    wanted = ((pk, form) for pk, aliases in pairs for form in _forms_of(aliases))
    refused: list[RefusedAddress] = []
    while batch := list(islice(wanted, _BATCH)):
        refused += _keep(batch)
    return refused


def keep_as_written(article: UUID, addresses: Iterable[str]) -> None:
    """Keeps old addresses that another site kept, in the form in which it held them."""
    _keep(
        [(article, address) for address in addresses if address.startswith("/") and _fits(address)]
    )


def address_of(alias: str) -> str | None:
    """A URL or path as an old address is kept; None for what is none, and for a home page.

    A path without its slash at the beginning gets one.
    """
    try:
        parts = urlsplit(alias.strip())
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or (_SCHEME.match(alias) and not parts.netloc):
        return None
    path = repercent_broken_unicode(unquote_to_bytes(parts.path)).decode()
    address = _joined(path if path.startswith("/") else f"/{path}", _parameters(parts.query))
    return address if _fits(address) and address not in ("/", reverse("home")) else None


def old_address_at(path: str, query: str = "") -> OldAddress | None:
    """The old address that a request for `path`, decoded, asks for; None where there is none.

    With a query, one that has all its parameters goes before one that has a single one of them,
    and that before the path alone.
    """
    # What can't be kept, such as NUL, is not asked for: PostgreSQL refuses it in a text.
    asked = [form for form in dict.fromkeys(_asked(path, query)) if _fits(form)]
    loose = [loose_of(form) for form in asked]
    rows = OldAddress.objects.served().like([*loose, *_hashes(loose)])
    return _chosen(asked, list(rows[:_BATCH])) if asked else None


def loose_of(address: str) -> str:
    """What is left of an address without case, last slash and name of an index file."""
    path, mark, query = address.lower().partition("?")
    path = _INDEX.sub("/", path).rstrip("/") or "/"
    return f"{path}{mark}{query}"


def hidden(value: str) -> str:
    """The keyed hash that stands for an address, or its loose form, that was withheld."""
    return _hashed(value, settings.SECRET_KEY)


def _fits(address: str) -> bool:
    # A letter may become two in lower case.
    longest = max(len(address), len(loose_of(address)))
    return longest <= _LONGEST and not _NEVER.search(address)


@transaction.atomic  # What was found free stays so until it is written.
def _keep(batch: Sequence[tuple[UUID, str]]) -> list[RefusedAddress]:
    own = dict(Article.objects.filter(pk__in={pk for pk, _form in batch}).values_list("pk", "slug"))
    forms = [form for _pk, form in batch]
    hashes = {form: _hashes(_loose_forms(form)) for form in forms}
    rows = OldAddress.objects.filter(
        Q(address__in=forms) | Q(loose__in=[hashed for some in hashes.values() for hashed in some])
    ).only("address", "loose", "article_id")
    holders = {row.address: row.article_id for row in rows}
    withheld = {row.loose for row in rows}
    refused, new = [], []
    for pk, form in batch:
        if _is_own(form, own[pk]) or not withheld.isdisjoint(hashes[form]):
            continue
        if form not in holders:
            holders[form] = pk
            new.append(OldAddress(address=form, loose=loose_of(form), article_id=pk))
        elif holders[form] != pk:
            refused.append(RefusedAddress(pk, form, holders[form]))
    # What another import keeps at this moment stays as it is.
    OldAddress.objects.bulk_create(new, ignore_conflicts=True)
    return refused


def _loose_forms(address: str) -> set[str]:
    """What tells a withheld address: also in another case, without a last slash, with a query."""
    return {loose_of(address), loose_of(address.partition("?")[0])}


def _is_own(address: str, slug: str) -> bool:
    return address == reverse("articles:detail", args=[slug])


def _forms_of(aliases: Collection[str]) -> Iterator[str]:
    yield from dict.fromkeys(form for form in map(address_of, aliases) if form)


def _asked(path: str, query: str) -> Iterator[str]:
    pairs = _parameters(query)
    if pairs:
        yield _joined(path, pairs)
        yield from (_joined(path, [pair]) for pair in pairs)
    if path not in ("/", reverse("home")):
        yield _joined(path, [])


def _chosen(asked: Sequence[str], rows: Sequence[OldAddress]) -> OldAddress | None:
    by_address = {row.address: row for row in rows}
    by_loose: dict[str, list[OldAddress]] = {}
    for row in rows:
        by_loose.setdefault(row.loose, []).append(row)
    for form in asked:
        chosen = by_address.get(form) or _only(form, by_loose)
        if chosen:
            return chosen
    return None


def _only(form: str, by_loose: Mapping[str, Sequence[OldAddress]]) -> OldAddress | None:
    """The one that is nearly `form`; none where that could be several explainers."""
    loose = loose_of(form)
    near = [row for known in (loose, *_hashes([loose])) for row in by_loose.get(known, ())]
    return near[0] if len({row.article_id for row in near}) == 1 else None


def _joined(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    address = path.replace("?", "%3F")
    if pairs:
        address += "?" + "&".join(f"{name}={value}" for name, value in pairs)
    return unicodedata.normalize("NFC", address)


def _parameters(query: str) -> list[tuple[str, str]]:
    """What a query asks for, in order of name, without what only tells where somebody came from."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return []
    return sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0]))


def _hashes(values: Iterable[str]) -> list[str]:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_hashed(value, key) for value in values for key in keys]


def _hashed(value: str, key: str) -> str:
    keyed = salted_hmac("corrigenda.old_address", value, secret=key, algorithm="sha256")
    return f"{HIDDEN}{keyed.hexdigest()}"
