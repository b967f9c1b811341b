"""ZIP archives: any file of one can be read by itself."""

import zipfile
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from imports.sources.entries import Archive


class ZipArchive(Archive):
    """The files of a ZIP archive; those that a password protects are there, and say so."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._archive = self.stack.enter_context(zipfile.ZipFile(path))
        for info in self._archive.infolist():
            if not info.is_dir():
                protected = "it is protected by a password" if info.flag_bits & 1 else ""
                self.add(info.filename, self._opener(info), protected)

    def _opener(self, info: zipfile.ZipInfo) -> Callable[[], BufferedReader]:
        return lambda: self.counted(lambda: cast(BinaryIO, self._archive.open(info)))
