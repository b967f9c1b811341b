"""What a reviewer approves: the explanation, and each changed passage with what takes its place.

A passage is the changed words extended to their sentence, list item or cell. The seal of an
approval is a keyed hash of both, so it stands while other sentences change and is void when the
passage or the explanation does. It is private and never recorded.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from corrections.models import Correction
from corrections.proposing.drafting import FIELDS
from documents.differences import Change, differences
from documents.document import Document
from documents.passages import passages

_SOURCE_FIELDS = (
    *("title", "publisher", "url", "archived", "quoted", "supports", "published", "accessed"),
)


def approval_seal(correction: Correction, now: Document, then: Document) -> str:
    """The seal of approving `correction` where it makes `then` of what stands `now`."""
    told = {name: str(getattr(correction, name) or "") for name in FIELDS if name != "amends"}
    told["amends"] = str(correction.amends_id or "")
    sources = [
        {name: getattr(source, name) for name in _SOURCE_FIELDS}
        for source in correction.sources.all()
    ]
    bound = [correction.pk, told, sources, list(_bound(now, then))]
    text = json.dumps(bound, ensure_ascii=True, sort_keys=True)
    return salted_hmac("corrigenda.approval", text, algorithm="sha256").hexdigest()


def is_sealed(seal: str, correction: Correction, now: Document, then: Document) -> bool:
    """Whether `seal` is that of just this approval."""
    return constant_time_compare(seal, approval_seal(correction, now, then))


def _bound(now: Document, then: Document) -> Iterator[Any]:
    for change in differences(now, then):
        if isinstance(change.before, str) and isinstance(change.after, str):
            for passage in passages(change.before, change.after):
                yield [change.part, change.field, passage.before, passage.after]
        else:
            yield [change.part, change.field, _plain(change, "before"), _plain(change, "after")]


def _plain(change: Change, side: str) -> Any:
    # Where a part stands among others is no matter of its own: others are added beside it.
    if change.field == "position":
        return getattr(change, side) is not None
    return repr(getattr(change, side))
