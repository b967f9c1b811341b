"""Reading an upload, piece by piece: each explainer is read once and kept as it was read.

What would become of it, if it were taken at this moment, is foreseen; nothing of that is written.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BufferedReader
from typing import Any

from django.db import transaction

from formats.parsed import Refused
from formats.wordpress.wxr import is_wxr
from imports.importing import ImportResult, Options, bring_in_all
from imports.importing.import_addresses import Holder, keeping
from imports.importing.results import SeenKeys
from imports.models import TAKEABLE, Item, Upload, UploadedFile, UploadState
from imports.report import plain
from imports.sources.archives import opened
from imports.sources.formats import is_archive, is_picture
from imports.sources.gathering import gathered
from imports.sources.paths import SourceFile, key_of
from imports.sources.reads import ReadExplainer
from imports.uploads.between_steps import Withheld, claimed, document_of, go_on, keep, options_of
from imports.uploads.storing import drop_files, path_of

#: How many explainers a step reads at most, however fast they are.
_MOST = 200
_MOST_CHARACTERS = 4_000_000
_SAMPLE = 512
_CHUNK = 1 << 20
_NUL, _INSTEAD = "\x00", "\ufffd"


def begin_reading(upload: Upload) -> None:
    """Has an upload whose files are complete be read, once they have been counted."""
    expected = sum(_counted(file) for file in upload.files.all())
    waiting = Upload.objects.filter(pk=upload.pk, state=UploadState.SENDING)
    waiting.update(state=UploadState.READING, expected=expected)
    upload.refresh_from_db()


def read_on(upload: Upload, seconds: float) -> None:
    """Reads on for about so many seconds; raises `UploadBusy` where somebody else does already.

    Where the beginning of a step takes long (a large archive is opened again), the step takes
    longer: most of the time is to be spent on reading.
    """
    with claimed(upload, UploadState.READING) as claim:
        began = upload.items.count()
        seen = seen_in_earlier_steps(upload)
        options = options_of(upload, dry=True)
        reads, is_end = _read(upload, options, seen, seconds)
        outcomes = foreseen(reads, options, seen)
        explainers = [
            _explainer(upload, number, read, outcome)
            for number, (read, outcome) in enumerate(zip(reads, outcomes, strict=True), began)
        ]
        unit, member = reads[-1].after if reads else upload.position
        with transaction.atomic():
            state = UploadState.CHOOSING if is_end else UploadState.READING
            go_on(upload, claim, unit=unit, member=member, state=state)
            Item.objects.bulk_create(explainers)
    if is_end:
        drop_files(upload)


def _read(
    upload: Upload, options: Options, seen: SeenKeys, seconds: float
) -> tuple[list[ReadExplainer], bool]:
    """What was read in this step, and whether it was all that there is."""
    began, limit = time.monotonic(), None
    reads: list[ReadExplainer] = []
    size = 0
    for read in _gathered(upload, options, seen):
        now = time.monotonic()
        limit = limit or now + max(seconds, now - began)
        # While its archive is open: pictures can be read now and never again.
        reads.append(_kept(upload, read))
        size += _size(read)
        if now >= limit or len(reads) == _MOST or size > _MOST_CHARACTERS:
            return reads, False
    return reads, True


def _gathered(upload: Upload, options: Options, seen: SeenKeys) -> Iterator[ReadExplainer]:
    sources = [SourceFile(key_of(file.name), path_of(file)) for file in upload.files.all()]
    for read in gathered(sources, options, seen, upload.position):
        if isinstance(read, ReadExplainer):
            yield read


def _kept(upload: Upload, read: ReadExplainer) -> ReadExplainer:
    """What was read, with its pictures kept: from then on they are read from there."""
    if read.reading is None or not read.reading.pictures:
        return read
    try:
        keep(upload, read.reading)
    except (OSError, Refused) as error:
        outcome = ImportResult(read.name, "refused", reason=f"a picture can’t be read: {error}")
        return replace(read, reading=None, refused=outcome)
    return read


def _size(read: ReadExplainer) -> int:
    document = read.reading.document if read.reading else None
    return sum(len(text) for _part, text in document.markdown_parts()) if document else 0


def _explainer(upload: Upload, position: int, read: ReadExplainer, outcome: ImportResult) -> Item:
    taken = read.reading is not None and outcome.result in TAKEABLE
    return Item(
        upload=upload,
        position=position,
        name=_fit(read.name),
        key=_fit(read.key),
        origin=_fit(read.origin),
        result=outcome.result,
        slug=outcome.slug,
        title=_fit(outcome.title),
        report=_fitting(plain(outcome)),
        reading=_fitting(keep(upload, read.reading)) if taken and read.reading else {},
        chosen=taken,
    )


def _fitting(content: Any) -> Any:
    """JSON that every database takes. A document is such: it is made anew from what it was."""
    if isinstance(content, dict):
        return {name: _fitting(value) for name, value in content.items()}
    if isinstance(content, list):
        return [_fitting(value) for value in content]
    return _fit(content) if isinstance(content, str) else content


def _fit(text: str) -> str:
    """Messages and names may quote what PostgreSQL takes in no text: NUL and half surrogates."""
    return text.replace(_NUL, _INSTEAD).encode("utf-8", "backslashreplace").decode("utf-8")


def _counted(file: UploadedFile) -> int:
    """About how many explainers a file holds, without reading them."""
    path = path_of(file)
    try:
        with path.open("rb") as stream:
            start = stream.peek(_SAMPLE)[:_SAMPLE]
            if is_archive(path, start):
                with opened(path) as archive:
                    return sum(not is_picture(entry.name) for entry in archive.entries())
            return max(1, _posts(stream)) if is_wxr(start) else 1
    except (OSError, Refused):
        return 1


def _posts(stream: BufferedReader) -> int:
    """How many posts an export of WordPress seems to hold."""
    return sum(chunk.count(b"<item>") for chunk in iter(lambda: stream.read(_CHUNK), b""))


_NEW = ("made", "published")


def seen_in_earlier_steps(upload: Upload) -> SeenKeys:
    """What an import met in all its steps: the earlier ones are known by what they left.

    Keys are read at once. Who has an address is asked for by few; it is read when that happens.
    Names of files aren't kept: reading goes past them again.
    """
    addresses: dict[str, int] = {}
    seen = SeenKeys(lambda slug: _holder(upload, addresses[slug]) if slug in addresses else None)
    columns = upload.items.values_list("pk", "name", "key", "slug", "result")
    for pk, name, key, slug, result in columns:
        if key:
            seen.first("key", key, name)
        if result in _NEW:
            addresses[slug] = pk
    return seen


def _holder(upload: Upload, pk: int) -> str:
    explainer = upload.items.get(pk=pk)
    try:
        return keeping(Holder.of(document_of(explainer), explainer.key))
    except Withheld:
        return keeping(Holder(explainer.title, explainer.key, [], upload.language))


def foreseen(
    reads: Sequence[ReadExplainer], options: Options, seen: SeenKeys
) -> list[ImportResult]:
    """The outcome of each, in order. `seen` knows the addresses that were given before."""
    outcomes: list[ImportResult] = []
    for batch in _with_keys_of_their_own(reads):
        readings = [(read.reading, read.key) for read in batch if read.reading is not None]
        origins = {read.key: read.origin for read in batch}
        decided = iter(bring_in_all(readings, options, origins, seen=seen) if readings else ())
        outcomes += [read.refused or replace(next(decided), name=read.name) for read in batch]
    return outcomes


def _with_keys_of_their_own(reads: Iterable[ReadExplainer]) -> Iterable[list[ReadExplainer]]:
    batch: list[ReadExplainer] = []
    keys: set[str] = set()
    for read in reads:
        if read.reading is not None and read.key in keys:
            yield batch
            batch, keys = [], set()
        batch.append(read)
        keys |= {read.key} if read.reading is not None else set()
    if batch:
        yield batch
