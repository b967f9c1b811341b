"""The classes of the project, found in its syntax trees: how each is called, what it extends."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.words import ROOT

#: Every room, and what an outsider runs.
FOLDERS = [
    *("record", "documents", "formats", "articles", "faq", "corrections", "imports", "exports"),
    *("site_config", "scripts"),
]


def modules() -> Iterator[Path]:
    """The modules of the project, those of tests and migrations left out."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def classes() -> Iterator[tuple[str, str, list[str]]]:
    """Each class: its module, its name, and the classes of the project that it extends."""
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = dict(_imported(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases = [_name(base, imported) for base in node.bases]
                yield str(path.relative_to(ROOT)), node.name, [base for base in bases if base]


def _imported(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each name that is imported, with the room or package, and the name that it has there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                module = getattr(node, "module", None) or alias.name
                yield alias.asname or alias.name, (module.partition(".")[0], alias.name)


def _name(base: ast.expr, imported: dict[str, tuple[str, str]]) -> str:
    """The name that the project gave to a base, "" for a base of somebody else's."""
    # What stands in brackets is only for the type checker.
    first, *rest = ast.unparse(base).partition("[")[0].split(".")
    package, name = imported.get(first, (FOLDERS[0], first))
    return [name, *rest][-1] if package in FOLDERS else ""
