"""JSON to a `Document`: an article or a page of questions in the words of schema.org."""

import json
from dataclasses import replace
from html import escape
from typing import Any

from documents.markdown import escaped
from formats.composing.composing import explainer_from_tree
from formats.composing.inline import Conversion
from formats.composing.markdown_blocks import markdown_below
from formats.composing.tidying import tidied
from formats.composing.tree import parsed_fragment
from formats.decoding import clean_words, cleaned
from formats.linked_data import about_thing, article_in, objects_in, questions_in, types_of
from formats.metadata import (
    About,
    named_by,
    one_line,
)
from formats.parsed import Note, ParsedExplainer, Refused

_EXPECTED = "one Article, NewsArticle or FAQPage of schema.org"


def parse_json(data: bytes, *, language: str = "en", name: str = "") -> ParsedExplainer:
    """The explainer in the file `data`; raises `Refused` for everything that isn't one."""
    text, notes = cleaned(data)
    things = list(objects_in(_parsed(text)))
    if not any(types_of(thing) for thing in things):
        raise Refused(1, "JSON of another kind", _EXPECTED, is_unknown=True)
    return _article(things, notes, language, name)


def as_markdown(text: str, notes: list[Note]) -> str:
    """A text that may be HTML, or plain with blank lines, as Markdown."""
    if "<" not in text:
        return escaped(text).strip()
    root = parsed_fragment(text)
    conversion = Conversion()
    notes += tidied(root)
    blocks = markdown_below(root, conversion)
    notes += conversion.notes
    return "\n\n".join(blocks)


def _parsed(text: str) -> Any:
    try:
        return _clean(json.loads(text, strict=False))
    except json.JSONDecodeError as error:
        actual = f"text that is no JSON ({error.msg}, column {error.colno})"
        raise Refused(error.lineno, actual, _EXPECTED) from error
    except (RecursionError, ValueError) as error:
        raise Refused(1, "JSON nested too deeply, or a number without end", _EXPECTED) from error


def _clean(value: Any) -> Any:
    """The value with all texts in it as `cleaned_text` would have them, whatever was escaped."""
    if isinstance(value, str):
        return (clean_words(value) or "").replace("\0", "")
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    return (
        {key: _clean(inner) for key, inner in value.items()} if isinstance(value, dict) else value
    )


def _article(
    things: list[dict[str, Any]], notes: list[Note], language: str, name: str
) -> ParsedExplainer:
    thing = article_in(things)
    if thing is None:
        kinds = sorted({kind for known in things for kind in types_of(known)})
        raise Refused(1, f"JSON-LD of other things ({', '.join(kinds)[:100]})", _EXPECTED)
    about = named_by(name, about_thing(thing))
    own = about.identity if about.identity and "://" in about.identity else ""
    aliases = (own,) if own else ()
    about = replace(about, asked=_asked(things, notes), base=own, aliases=aliases)
    body = _body(thing)
    if not body and not about.asked:
        raise Refused(1, "an article without articleBody", "its text")
    root = parsed_fragment(f"<div>{body}</div>" if body else "<p></p>")
    return explainer_from_tree(root, _headed(about), notes, language)


def _asked(things: list[dict[str, Any]], notes: list[Note]) -> tuple[tuple[str, str], ...]:
    pairs = ((one_line(asked), answer) for asked, answer in questions_in(things))
    return tuple((asked, as_markdown(answer, notes)) for asked, answer in pairs)


def _headed(about: About) -> About:
    """A page of questions alone may have no name; its first question is what it is about."""
    return replace(about, title=about.title or about.asked[0][0]) if about.asked else about


def _body(thing: dict[str, Any]) -> str:
    """The text as HTML: as it is, or plain text whose line ends part paragraphs."""
    text = next((thing[name] for name in ("articleBody", "text") if thing.get(name)), "")
    if isinstance(text, list):
        text = "\n\n".join(str(paragraph) for paragraph in text)
    if not isinstance(text, str):
        return ""
    if "</" in text or "<br" in text or "<p>" in text:
        return text
    parts = text.split("\n\n") if "\n\n" in text else text.split("\n")
    return "".join(f"<p>{escape(part)}</p>" for part in parts if part.strip())
