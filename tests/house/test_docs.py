"""What the documentation names is there: files, anchors, commands, options, functions."""

import argparse
import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.house.documentation import (
    PAGES,
    ROOT,
    anchors_of,
    commands_of,
    links_of,
    prose_of,
    section_of,
    spans_of,
    text_of,
)

#: Where paths begin that are the project's own; what is generated, and what recipes call
#: `content/` and `static/` on another's site, isn't looked for.
FOLDERS = sorted(
    folder.name
    for folder in ROOT.iterdir()
    if folder.is_dir() and folder.name not in (".venv", "var", "content", "static")
)
OURS = sorted(name for name, app in get_commands().items() if not app.startswith("django."))
OURS = [name for name in OURS if (ROOT / get_commands()[name].split(".")[0]).is_dir()]

#: A changelog tells of what was, too.
LASTING = [page for page in PAGES if page.name != "CHANGELOG.md"]
each_page = pytest.mark.parametrize("doc", LASTING, ids=lambda doc: doc.name)


def options_of(name: str) -> set[str]:
    """The options that the command takes."""
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    return {option for action in parser._actions for option in action.option_strings}


@pytest.mark.parametrize("doc", PAGES, ids=lambda doc: doc.name)
def test_each_link_leads_to_a_file_and_an_anchor_that_are_there(doc: Path) -> None:
    for target in links_of(doc):
        path, _mark, anchor = target.partition("#")
        linked = (doc.parent / path).resolve() if path else doc
        assert linked.exists(), target
        assert not anchor or anchor in anchors_of(linked), target


@each_page
def test_each_command_that_is_named_is_there_and_takes_the_options_beside_it(doc: Path) -> None:
    for name, options in commands_of(doc):
        if name.isupper():
            continue  # It stands for any command.
        assert name in get_commands(), name
        unknown = {option.partition("=")[0] for option in options} - options_of(name)
        assert not unknown, f"{name}: {unknown}"


@each_page
def test_each_path_in_backticks_is_there(doc: Path) -> None:
    paths = re.compile(rf"(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*")
    for span in spans_of(doc):
        if paths.fullmatch(span.removeprefix("./")):
            assert (ROOT / span).exists(), span


@each_page
def test_each_name_that_is_said_to_be_in_a_file_is_defined_there(doc: Path) -> None:
    for name, path in re.findall(r"`(\w+)`\s+(?:in|from)\s+`([\w/]+\.py)`", prose_of(doc)):
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^(?:def|class) {name}\b|^{name}\b.* = ", source, re.M), (name, path)


@pytest.mark.parametrize("name", OURS)
def test_each_command_has_a_section_that_names_all_of_its_options(name: str) -> None:
    section = section_of(ROOT / "docs" / "commands.md", f"`{name}`")
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    common = options_of("check") | {"--skip-checks"}
    missing = [
        option
        for action in parser._actions
        for option in action.option_strings
        if option not in common and f"`{option}" not in section
    ]
    assert section
    assert missing == []
    assert _operands(parser) == 0 or "…` |" in section or "`FILE` |" in section


def _operands(parser: argparse.ArgumentParser) -> int:
    return sum(not action.option_strings for action in parser._actions)


@each_page
def test_the_verifier_takes_the_options_that_are_named_beside_it(doc: Path) -> None:
    verifier = (ROOT / "scripts" / "verify_record.py").read_text(encoding="utf-8")
    lines = [line for line in text_of(doc).splitlines() if "scripts/verify_record.py http" in line]
    for option in re.findall(r"--[a-z-]+", " ".join(lines)):
        assert f'"{option}"' in verifier, option
