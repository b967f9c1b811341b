"""Archives that mean harm, or are damaged: one clear line each, in bounded time and memory."""

import gzip
import random
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from formats.parsed import Refused
from imports.sources.archives import opened
from imports.sources.formats import is_archive
from tests.formats.mutations import harmed

FILES = {
    "quorum.md": b"# What is a quorum?\n\nA number of members.\n",
    "deep/er/votes.txt": b"Votes\n\n" + b"Words of it. " * 400,
    "hall.png": bytes(range(256)) * 20,
    "empty.md": b"",
}
_SECONDS = 20
_BYTES = 120_000_000


def zipped(files: dict[str, bytes] = FILES, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of files."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(files: dict[str, bytes] = FILES, mode: str = "w:") -> bytes:
    """A tar archive of files."""
    file = BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, BytesIO(data))
    return file.getvalue()


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "a.zip": zipped,
    "stored.zip": lambda: zipped(method=zipfile.ZIP_STORED),
    "a.tar": tarred,
    "a.tar.gz": lambda: tarred(mode="w:gz"),
    "a.tar.bz2": lambda: tarred(mode="w:bz2"),
    "a.tar.xz": lambda: tarred(mode="w:xz"),
}


def read(path: Path) -> dict[str, bytes | str]:
    """Each file of an archive, or why it can't be read; raises `Refused` for the whole."""
    found: dict[str, bytes | str] = {}
    with opened(path) as archive:
        for entry in archive.entries():
            try:
                found[entry.name] = entry.problem or entry.open().read()
            except Refused as refusal:
                found[entry.name] = str(refusal)
    return found


def written(folder: Path, name: str, data: bytes) -> Path:
    """A file with that name and those bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def read_or_refused(path: Path) -> None:
    """Reads an archive, or is told in one line why that can't be; nothing else may be raised."""
    try:
        read(path)
    except Refused as refusal:
        check(refusal)


def check(refusal: Refused) -> None:
    """A refusal is one line that says what was expected."""
    assert "\n" not in str(refusal)
    assert "; expected " in str(refusal)


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_kind_gives_its_files(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, ARCHIVES[name]())
    assert is_archive(path, path.read_bytes()[:512])
    assert read(path) == FILES


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_file_can_be_read_from_its_start_again(tmp_path: Path, name: str) -> None:
    with opened(written(tmp_path, name, ARCHIVES[name]())) as archive:
        entry = archive.file_named("deep/er/votes.txt")
        assert entry is not None
        file = entry.open()
        assert file.seekable()
        first = file.read(3_000)
        file.seek(0)
        assert file.read(3_000) == first == FILES["deep/er/votes.txt"][:3_000]


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_damaged_archive_gives_files_or_reasons_and_nothing_else(
    tmp_path: Path, name: str
) -> None:
    whole = ARCHIVES[name]()
    begun = time.process_time()
    tracemalloc.start()
    for number in range(150):
        data = harmed(whole, random.Random(f"{name} {number}"))
        read_or_refused(written(tmp_path, name, data))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < _BYTES
    assert time.process_time() - begun < _SECONDS


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_flipped_bits_give_files_or_reasons_and_nothing_else(tmp_path: Path, name: str) -> None:
    whole = ARCHIVES[name]()
    for number in range(300):
        chance = random.Random(f"{name} bit {number}")
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        read_or_refused(written(tmp_path, name, bytes(data)))


@pytest.mark.parametrize("name", ["../a.md", "/etc/a.md", "deep/../../a.md", "..\\a.md"])
@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_name_that_leads_out_is_a_problem_of_that_file_alone(
    tmp_path: Path, make: Callable[[dict[str, bytes]], bytes], name: str
) -> None:
    path = written(
        tmp_path, "a.tar" if make is tarred else "a.zip", make({name: b"x", "b.md": b"y"})
    )
    found = read(path)
    assert found.pop("b.md") == b"y"
    assert [str(one)[:33] for one in found.values()] == ["found a name that leads out of th"]


def test_links_and_devices_are_problems(tmp_path: Path) -> None:
    file = BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, kind in (("a.md", tarfile.SYMTYPE), ("b.md", tarfile.LNKTYPE), ("c.md", b"3")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert set(read(written(tmp_path, "a.tar", file.getvalue())).values()) == {
        "found a link or device; expected a file"
    }


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_files_of_one_name_one_is_read_and_never_a_mixture(tmp_path: Path) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.md", b"# First\n\nOne.\n")
        archive.writestr("a.md", b"# Second\n\nTwo.\n")
    assert read(written(tmp_path, "a.zip", file.getvalue())) == {"a.md": b"# Second\n\nTwo.\n"}


def test_a_zip_whose_sizes_lie_gives_no_more_than_it_holds(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.md": b"x" * 1_000}))
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = (1 << 31).to_bytes(4, "little")
    found = read(written(tmp_path, "a.zip", bytes(data)))["a.md"]
    assert found == b"x" * 1_000 or "damaged" in str(found)


def test_a_tar_that_unpacks_to_three_hundred_times_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    with gzip.open(path, "wb", 9) as file:
        for _ in range(260):
            file.write(b"\0" * 1_000_000)
    with pytest.raises(Refused, match="an archive that unpacks to more than"):
        opened(path)


@pytest.mark.parametrize(
    "size", [b"77777777777\0", b"\x80" + b"\x7f" * 11, b"-1234567890\0", b"zzzzzzzzzzz\0"]
)
def test_a_header_that_claims_any_size_ends_in_a_reason(tmp_path: Path, size: bytes) -> None:
    data = bytearray(tarred({"a.md": b"x" * 100}))
    data[124:136] = size
    header = data[:148] + b" " * 8 + data[156:512]
    data[148:156] = f"{sum(header):06o}\0 ".encode()
    tracemalloc.start()
    read_or_refused(written(tmp_path, "a.tar", bytes(data)))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < _BYTES


def test_many_names_take_time_as_they_are_many(tmp_path: Path) -> None:
    path = written(tmp_path, "a.zip", zipped({f"{number}.md": b"" for number in range(20_000)}))
    begun = time.process_time()
    with opened(path) as archive:
        assert sum(1 for _ in archive.entries()) == 20_000
    assert time.process_time() - begun < _SECONDS
