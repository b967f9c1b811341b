"""The command line of the harness; each run has a state folder and a database of its own."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.golden.settings"

import django

django.setup()

from tests.golden.building import build  # noqa: E402
from tests.golden.comparing import differences  # noqa: E402
from tests.golden.formats import compare_formats, write_formats  # noqa: E402
from tests.golden.outputs import export, taken_in, write_outputs  # noqa: E402


def main() -> int:
    """Does what is asked; exit status 1 where something differs."""
    options = _parser().parse_args()
    match options.what:
        case "build":
            _build(options.folder, options.seed)
        case "outputs":
            printed = taken_in(options.archive)
            write_outputs(options.archive, options.folder, {"import.txt": printed})
        case "compare":
            return _report(differences(options.a, options.b, options.numbered, options.but))
        case "write":
            print(f"{write_formats(options.file)} files")  # noqa: T201
        case "differences":
            return _report(compare_formats(options.a, options.b))
    return 0


def _build(folder: Path, seed: int) -> None:
    with tempfile.TemporaryDirectory(prefix="golden-") as texts:
        # Imports remember the name of the folder.
        folder_of_texts = Path(texts) / "site"
        folder_of_texts.mkdir()
        lines = build(folder_of_texts, seed)
    export(folder / "archive")
    write_outputs(folder / "archive", folder / "fresh", {"commands.txt": "\n".join(lines)})


def _report(lines: list[str]) -> int:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{len(lines)} differ\n" if lines else "no difference\n")
    return 1 if lines else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.golden")
    commands = parser.add_subparsers(dest="what", required=True)
    build_command = commands.add_parser("build", help="build a site, write its export and outputs")
    build_command.add_argument("folder", type=Path)
    build_command.add_argument("--seed", type=int, default=0, help="for other ids and salts")
    outputs = commands.add_parser("outputs", help="take in an export, write all outputs")
    outputs.add_argument("archive", type=Path)
    outputs.add_argument("folder", type=Path)
    compare = commands.add_parser("compare", help="say which outputs differ")
    compare.add_argument("a", type=Path)
    compare.add_argument("b", type=Path)
    compare.add_argument("--numbered", action="store_true", help="for sites built anew")
    compare.add_argument("--but", action="append", default=[], metavar="GLOB", help="leave out")
    formats = commands.add_parser("formats", help="what the formats make of varied files")
    kinds = formats.add_subparsers(dest="what", required=True)
    kinds.add_parser("write").add_argument("file", type=Path)
    both = kinds.add_parser("compare")
    both.set_defaults(what="differences")
    both.add_argument("a", type=Path)
    both.add_argument("b", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
