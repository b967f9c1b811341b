"""Where uploaded bytes lie: in a folder of each upload, below STATE_DIR, which nobody is served.

Names that browsers send are never part of a path; of them only a known ending is kept, by which
archives are recognised. All of it goes when an upload is dropped: by its owner, or when nobody
has come back to it for two weeks.
"""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.utils import timezone

from formats.parsed import Picture
from imports.models import Upload, UploadedFile
from record.refusals import UserFacing

#: What is left to the rest of the site on the disk.
_SPARE = 500_000_000
#: How long an upload waits for somebody to come back to it.
KEPT = timedelta(days=14)
_CHUNK = 1 << 20
_ENDINGS = (
    *(".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".tbz2", ".txz", ".tar", ".zip"),
    *(".docx", ".docm", ".dotx"),
)


class NoRoom(UserFacing):
    """More than may be sent, or than the disk holds; the message is for the editor."""


class OutOfStep(UserFacing):
    """A piece that isn't the next one; `received` tells how much is here."""

    def __init__(self, received: int) -> None:
        super().__init__(f"the next piece begins at {received}")
        self.received = received


def check_room(sizes: list[int]) -> None:
    """Raises `NoRoom` where files of these sizes are too many bytes for one import."""
    total = sum(sizes)
    if total > settings.UPLOAD_LIMIT:
        most = size_in_words(settings.UPLOAD_LIMIT)
        raise NoRoom(
            f"These files have {size_in_words(total)} together; one import takes at most {most}."
            " Send them in several imports, or have import_explainers read them where the site"
            " runs."
        )
    free = shutil.disk_usage(_existing(Path(_storage().location))).free
    # As much again for pictures, and for what is kept of what was read.
    if free < 2 * total + _SPARE:
        raise NoRoom(
            f"The site’s disk has too little room for {size_in_words(total)} at this moment."
            " Nothing was sent. Tell whoever runs the site."
        )


def size_in_words(size: int) -> str:
    """A size in words: kB, MB or GB as disks are sold."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:,.1f}".removesuffix(".0") + f" {name}"
    return f"{size} bytes"


def path_of(file: UploadedFile) -> Path:
    """Where a file lies, or will."""
    name = file.name.lower()
    ending = next((known for known in _ENDINGS if name.endswith(known)), "")
    return Path(_storage().path(f"{file.upload_id}/{file.pk}{ending}"))


def write_piece(file: UploadedFile, start: int, piece: bytes) -> UploadedFile:
    """Writes the piece of `file` that begins at byte `start`; gives the file as it is then.

    Raises `OutOfStep` for another than the next one: what was written by a step that was cut off
    is written again. Raises OSError.
    """
    if start != file.received or start + len(piece) > file.size:
        raise OutOfStep(file.received)
    path = path_of(file)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as opened:
        opened.seek(start)
        opened.write(piece)
    here = UploadedFile.objects.filter(pk=file.pk, received=start)
    if not here.update(received=start + len(piece)):
        raise OutOfStep(UploadedFile.objects.get(pk=file.pk).received)
    file.received = start + len(piece)
    return file


def write_whole(file: UploadedFile, sent: BinaryIO) -> None:
    """Writes a file that came in one request. Raises OSError."""
    while piece := sent.read(_CHUNK):
        write_piece(file, file.received, piece)


def keep_picture(upload: Upload, shown: Picture) -> None:
    """Keeps a picture with the upload until it is taken; raises OSError."""
    name = _picture(upload, shown.sha256)
    if not _storage().exists(name):
        _storage().save(name, ContentFile(shown.read()))


def picture(upload: Upload, sha256: str) -> bytes:
    """The bytes of a picture that was kept; raises OSError."""
    with _storage().open(_picture(upload, sha256)) as opened:
        content: bytes = opened.read()
        return content


def drop_files(upload: Upload) -> None:
    """Removes the files that were sent: what was in them has been read."""
    for file in upload.files.all():
        path_of(file).unlink(missing_ok=True)


def drop(upload: Upload) -> None:
    """Forgets an upload and all that was sent for it. What was taken stays taken."""
    drop_all(upload)
    upload.delete()


def old_uploads() -> list[Upload]:
    """Those that nobody has touched for two weeks."""
    return list(Upload.objects.filter(touched_at__lt=timezone.now() - KEPT))


def drop_old() -> list[str]:
    """Drops old uploads, and bytes that no upload has any more; gives what was dropped in words."""
    dropped = []
    for upload in old_uploads():
        dropped.append(in_words(upload))
        drop(upload)
    drop_strays()
    return dropped


def in_words(upload: Upload) -> str:
    """An upload in words, for whoever runs the site."""
    return f"the import of {upload}, begun on {upload.started_at:%Y-%m-%d}"


def drop_all(upload: Upload) -> None:
    """Removes everything that lies on the disk for an upload."""
    shutil.rmtree(_folder(upload), ignore_errors=True)


def drop_strays() -> None:
    """Removes the folders that belong to no upload any more."""
    location = Path(_storage().location)
    there = list(location.iterdir()) if location.is_dir() else []
    # Looked for after the folders: whoever begins an upload at this moment makes its row first.
    known = {str(pk) for pk in Upload.objects.values_list("pk", flat=True)}
    for folder in there:
        if folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)


def _picture(upload: Upload, sha256: str) -> str:
    if len(sha256) != 64 or not sha256.isalnum():
        raise FileNotFoundError(sha256)
    return f"{upload.pk}/pictures/{sha256}"


def _folder(upload: Upload) -> Path:
    return Path(_storage().path(str(upload.pk)))


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)


def _storage() -> FileSystemStorage:
    storage = storages["uploads"]
    assert isinstance(storage, FileSystemStorage)  # noqa: S101 - so it is set up
    return storage
