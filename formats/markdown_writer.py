"""A document as one Markdown text, for people and for version control.

Alone, a part has notes and link labels of its own and headings from the first level, and it ends
where it ends. In one text its labels get its key in front, its headings go down, and a fence that
was left open is closed.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from documents.document import Document
from documents.markdown import escaped

_LABEL = r"(?:[^\[\]\\]|\\.)+"
#: What is left alone (escapes, code, addresses), a note, and the three forms of a link by label.
_NAMES = re.compile(
    r"\\.|(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|<[A-Za-z][A-Za-z0-9+.-]+:[^<>\s]*>|\]\([^\s()]*\)"
    r"|\[\^(?P<note>[^\[\]\s]+)\]"
    rf"|\]\[(?P<full>{_LABEL})\]"
    rf"|\[(?P<short>{_LABEL})\](?:\[\]|(?![\[(]))",
    re.DOTALL,
)


def written(document: Document, address: str) -> str:
    """The words of `document` in page order; `address` is where they are published.

    Each part says in it what it says alone: its headings are moved below its own, its notes and
    link labels bear its key.
    """
    blocks = [_heading(document.title, 1)]
    if document.standfirst:
        blocks.append(f"**{escaped(document.standfirst)}**")
    blocks += [f"By {escaped(', '.join(author.name for author in document.authors))}"] * bool(
        document.authors
    )
    if document.first_published:
        blocks.append(f"First published {document.first_published}")
    blocks.append(f"<{address}>")
    blocks += _part(None, "lead", document.lead, 1)
    for section in document.sections:
        blocks += _part(section.heading, section.key, section.body, 2)
    if document.faqs:
        blocks.append("## Questions and answers")
    for question in document.faqs:
        blocks += _part(question.question, question.key, question.answer, 3)
    for key, source in (("conclusion", document.conclusion), ("references", document.references)):
        blocks += _part(key.capitalize(), key, source, 2) if source else []
    return "\n\n".join(blocks) + "\n"


def _part(heading: str | None, key: str, source: str | None, level: int) -> list[str]:
    blocks = [_heading(heading, level)] if heading else []
    return [*blocks, joinable(source, key, level)] if source else blocks


def _heading(text: str, level: int) -> str:
    return f"{'#' * level} {closed(escaped(text))}"


def joinable(source: str, key: str, levels: int) -> str:
    """The Markdown `source` of the part `key`, its headings moved down by `levels`."""
    source = source.strip("\n")
    env: dict[str, Any] = {}
    tokens = _PARSER.parse(source, env)
    lines: list[str | None] = [*source.split("\n")]
    lines += _missing_fence(source.split("\n"), tokens)
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            _lower(lines, heading, inline, levels)
    return "\n".join(_named(lines, tokens, env, key))


def closed(text: str) -> str:
    """A heading's text with a backslash before the "#" at its end, which is an ornament without."""
    return re.sub(r"(?<=[ \t])(#+)[ \t]*$", r"\\\1", text)


def _parser() -> MarkdownIt:
    """The dialect of `documents.markdown`, with each note left where it was written."""
    parser = MarkdownIt("commonmark", {"html": False})
    parser.enable(["table", "strikethrough"])
    footnote_plugin(parser, inline=False)
    return parser.disable("footnote_tail")


def _missing_fence(lines: list[str], tokens: list[Token]) -> Iterator[str]:
    last = tokens[-1] if tokens else None
    if last is None or last.type != "fence" or last.map is None:
        return
    end = re.fullmatch(r" {0,3}(`+|~+)[ \t]*", lines[last.map[1] - 1])
    opens_only = last.map[1] - last.map[0] == 1
    if opens_only or end is None or not end[1].startswith(last.markup):
        yield last.markup


def _lower(lines: list[str | None], heading: Token, inline: Token, levels: int) -> None:
    first, after = heading.map or (0, 0)
    mark = "#" * min(int(heading.tag[1]) + levels, 6)
    line = lines[first] or ""
    if heading.markup.startswith("#"):
        lines[first] = line.replace(heading.markup, mark, 1)
        return
    # An underlined heading; the form has two levels only, and goes over several lines.
    before = line.rstrip()[: -len(inline.content.partition("\n")[0].rstrip())]
    text = closed(re.sub(r"\\?\n", " ", inline.content))
    lines[first] = f"{before}{mark} {text}"
    lines[first + 1 : after] = [None] * (after - first - 1)


def _named(
    lines: list[str | None], tokens: list[Token], env: dict[str, Any], key: str
) -> Iterator[str]:
    """The lines, block by block, with the names of notes and links made the part's own."""
    code = {_begin(token.map) for token in tokens if token.type in ("fence", "code_block")}
    links = [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]
    defined = {_begin(link["map"]) for link in links}
    maps = [*(token.map for token in tokens if token.map), *(link["map"] for link in links)]
    # Blocks, since a span of code goes over lines, but not out of its block.
    for first, after in pairwise(sorted({0, len(lines), *(end for ends in maps for end in ends)})):
        text = "\n".join(line for line in lines[first:after] if line is not None)
        if first in defined:
            yield re.sub(r"\[\s*", f"[{key}-", text, count=1)
        elif first in code:
            yield text
        elif any(line is not None for line in lines[first:after]):
            yield _renamed(text, env, key)


def _begin(lines: list[int] | None) -> int | None:
    return lines[0] if lines else None


def _renamed(text: str, env: dict[str, Any], key: str) -> str:
    done, depth = 0, 0
    kept: list[str] = []
    while label_match := _NAMES.search(text, done):
        gap = text[done : label_match.start()]
        depth = max(0, depth + gap.count("[") - gap.count("]"))
        new, end = _new_name(label_match, env, key), label_match.end()
        if (label_match["full"] and not (new and depth)) or (label_match["short"] and not new):
            # No link by this label: what follows the bracket is looked at for itself.
            new, end = None, label_match.start() + 1
            depth += label_match[0][0] == "["
        depth = max(0, depth - (label_match[0][0] == "]"))
        kept += [gap, new or text[label_match.start() : end]]
        done = end
    return "".join([*kept, text[done:]])


def _new_name(label_match: re.Match[str], env: dict[str, Any], key: str) -> str | None:
    if label_match["note"] and f":{label_match['note']}" in env.get("footnotes", {}).get(
        "refs", {}
    ):
        return f"[^{key}-{label_match['note']}]"
    label = label_match["full"] or label_match["short"]
    if not label or normalizeReference(label) not in env.get("references", {}):
        return None
    new = f"[{key}-{label.strip()}]"
    return f"]{new}" if label_match["full"] else f"[{label}]{new}"


_PARSER = _parser()
