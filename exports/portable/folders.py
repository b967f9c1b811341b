"""Writing an export into a folder: each file whole or not at all, and what was there is told of."""

import filecmp
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from articles.models import Article
from exports.portable.shelf import begins_as
from exports.portable.writing import FORMAT

_BATCH = 500
_SHAPES = ("*.json", "*.md", "*/*.md")


@dataclass
class Folder:
    """Where an export goes. `overwritten` names the files of other content that it replaced."""

    path: Path
    count: int = 0
    overwritten: list[str] = field(default_factory=list)

    def write(self, name: str, pieces: Iterable[str], *, mode: int = 0o666) -> None:
        """Writes a file piece by piece beside its place and then puts it there. Raises OSError.

        A file of the same bytes stays as it is. `mode` says who may read it, as the umask allows.
        """
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{os.getpid()}.part")
        beside.unlink(missing_ok=True)
        try:
            beside.touch(mode=mode)
            with beside.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(pieces)
            self._put(beside, path, name)
        finally:
            beside.unlink(missing_ok=True)
        self.count += 1

    def _put(self, beside: Path, path: Path, name: str) -> None:
        if path.exists():
            if filecmp.cmp(beside, path, shallow=False):
                return
            self.overwritten.append(name)
        beside.replace(path)

    def left(self) -> Iterator[str]:
        """The files of an earlier export that are of no explainer any more, by their names."""
        batch: dict[str, str] = {}
        for path in sorted(file for shape in _SHAPES for file in self.path.glob(shape)):
            if not path.is_file() or not _is_export(path):
                continue
            name = path.relative_to(self.path)
            batch[str(name)] = name.parts[0] if len(name.parts) > 1 else name.stem
            if len(batch) == _BATCH:
                yield from _without_explainer(batch)
                batch = {}
        yield from _without_explainer(batch)


def _is_export(path: Path) -> bool:
    if path.suffix == ".json":
        return begins_as(FORMAT, path)
    with path.open("rb") as file:
        beginning = file.read(4000)
    return beginning.startswith(b"---\ntitle: ") and b"\ndigest: " in beginning


def _without_explainer(slugs: Mapping[str, str]) -> Iterator[str]:
    """Those of the files, named with the address each is of, whose address nobody has."""
    published = Article.objects.filter(version__isnull=False, slug__in=set(slugs.values()))
    held = set(published.values_list("slug", flat=True))
    yield from (name for name, slug in slugs.items() if slug not in held)
