"""Names that say nothing, found in the syntax tree: `python -m tests.house.words ROOM …`."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Stand for any thing at all: the thing has a name.
NOWHERE = {"one", "held", "told", "found", "met", "said", "hands"}
#: Stand for any thing as well; a comprehension of one line may have them.
IN_COMPREHENSIONS = {"item", "value", "data", "entry", "obj"}
#: Within longer names, too.
PARTS = {"held", "told", "said"}
#: Names that Django or the standard library gives to what we define or override.
GIVEN = {"obj", "data", "value"}

Name = tuple[int, str]


def names_in(tree: ast.AST) -> Iterator[Name]:
    """The line and the name of everything that is named in a module, and may not be called so."""
    inside = {
        id(target)
        for node in ast.walk(tree)
        if isinstance(node, ast.comprehension)
        for target in ast.walk(node.target)
    }
    for node in ast.walk(tree):
        for line, name in _defined(node):
            parts = set(re.split(r"_+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()))
            is_given = name in GIVEN and isinstance(node, ast.arg | ast.Attribute)
            if (
                name.strip("_").lower() in NOWHERE
                or parts & PARTS
                or (
                    name.strip("_") in IN_COMPREHENSIONS and id(node) not in inside and not is_given
                )
            ):
                yield line, name


def _defined(node: ast.AST) -> Iterator[Name]:
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            yield node.lineno, name
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield node.lineno, name
        case ast.ExceptHandler(name=str(name)):
            yield node.lineno, name
        case ast.alias(asname=str(name)):
            yield node.lineno, name
        case ast.Attribute(attr=name, ctx=ast.Store()):
            yield node.lineno, name


def refused_in(room: str) -> Iterator[str]:
    """Each such name in a room of the project, as file:line: name."""
    for path in sorted((ROOT / room).rglob("*.py")):
        file = path.relative_to(ROOT)
        if "migrations" in file.parts:
            continue
        if path.stem in NOWHERE:
            yield f"{file}:1: {path.stem}"
        for line, name in names_in(ast.parse(path.read_text(encoding="utf-8"))):
            yield f"{file}:{line}: {name}"


if __name__ == "__main__":
    for room in sys.argv[1:]:
        for refusal in refused_in(room):
            print(refusal)  # noqa: T201 - a command
