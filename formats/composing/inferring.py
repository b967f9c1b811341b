"""What a text says of itself where its source doesn't: its title, its language, past corrections.

The title stands beside the text, in its first heading, or in its file's name. The language that its
source says, or the name of its folder, goes before the one that is detected here, and a doubt
leaves the language that the operator gave: a short text, one of several languages, one of a
language that the library doesn't know, or one that it takes for a close neighbour of the one given.
Notes of correction are recognised, dated if they say when, and left in the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pycld2
from lxml import etree, html

from documents.document import LONGEST_LINE
from formats.composing.divisions import folded
from formats.composing.flow import Leaf, Role, leaves
from formats.metadata import About, one_line
from formats.moments import partial_date
from formats.parsed import Note, Refused, quoted

_SAMPLE = 6_000
# Tried on sentences of the 84 catalogues of Django: of texts of 250 signs 441 of 512 are told
# right, 58 not at all, and 13 wrong, nearly all as a close neighbour (Asturian as Spanish).
_FEWEST_BYTES, _LEAST_PERCENT = 150, 80
#: Codes of the library that are older than those of today, or name languages that nobody writes.
_TAGS = {"no": "nb", "iw": "he", "jw": "jv", "mo": "ro"}
_NONE = ("un", "xx", "zz", "tlh")
#: Languages that are taken for one another.
_NEIGHBOURS = ({"bs", "hr", "sr", "sh"}, {"da", "nb", "nn", "no"}, {"id", "ms"}, {"gl", "pt"})
_KNOWN = frozenset(_TAGS.get(code, code) for _name, code in pycld2.LANGUAGES)
_HEADED = re.compile(
    r"\W{0,3}(?:corrections?|clarifications?|updated?|erratum|errata|corrigendum|amendment"
    r"|correction notice|korrektur|berichtigung|rectificatif|correctif|correcci[oó]n"
    r"|fe de errata|rectificaci[oó]n|rettifica|correzione|corre[cç][aã]o)"
    r"(?P<when>[^:：]{0,50})[:：]\s*\S",
    re.IGNORECASE,
)
_EDITORS = re.compile(
    r"\W{0,3}(?:editor(?:[’']s|s[’'])?|a) note(?P<when>[^:：]{0,50})[:：]\s*\S", re.IGNORECASE
)
_SENTENCE = re.compile(
    r"\W{0,3}(?:this|an earlier|a previous) (?:version of )?(?:(?:this|the) )?"
    r"(?:article|story|piece|explainer|post|page|report|text|version)\b[^.]{0,80}"
    r"\b(?:updated|corrected|amended|revised|misstated|incorrectly|clarify|wrongly|in error)\b",
    re.IGNORECASE,
)
_ABOUT_CORRECTING = re.compile(
    r"correct|error|updat|amend|misstat|(?:earlier|previous) version", re.IGNORECASE
)
_PLACES_OF_DATES = re.compile(r"(?:^|[\s(\[,;–—-])(?=[^\W_])")
_LONGEST = 2_000


def with_title(about: About, given: list[Leaf], notes: list[Note]) -> tuple[About, list[Leaf]]:
    """`about` with a title that an explainer can have, and the leaves without what says it.

    Adds to `notes` what was decided; raises `Refused` where there is no title.
    """
    return _fitting(*_titled(about, given, notes), notes)


def _titled(about: About, given: list[Leaf], notes: list[Note]) -> tuple[About, list[Leaf]]:
    """`about` with a title, and the leaves without the heading that says it."""
    headings = [leaf for leaf in given if leaf.role is Role.HEADING]
    first = headings[0] if headings else None
    if about.title is None:
        return _titled_by(first, about, given, notes)
    if first is None:
        return about, given
    same = [heading for heading in headings[:3] if folded(heading.text) == folded(about.title)]
    if same:
        return about, [leaf for leaf in given if leaf is not same[0]]
    if first is given[0] and _is_above(first, headings):
        first.element.tag, first.role = "p", Role.BLOCK
        other = f"the heading {quoted(first.text)} differs from the title, so it stays in the text"
        notes.append(Note(first.line, other))
    return about, given


def _is_above(first: Leaf, headings: Sequence[Leaf]) -> bool:
    return len(headings) > 1 and all(heading.level > first.level for heading in headings[1:])


def _titled_by(
    first: Leaf | None, about: About, given: list[Leaf], notes: list[Note]
) -> tuple[About, list[Leaf]]:
    if first is not None and (first.level == 1 or first is given[0]):
        return replace(about, title=first.text), [leaf for leaf in given if leaf is not first]
    line = given[0].line if given else 1
    if about.file_title:
        named = f"no title was found, so the name of the file became it: {quoted(about.file_title)}"
        notes.append(Note(line, named))
        return replace(about, title=about.file_title), given
    raise Refused(line, "no title", "a heading above the text, or a title in its front matter")


def _fitting(about: About, given: list[Leaf], notes: list[Note]) -> tuple[About, list[Leaf]]:
    """`about` with a title that an explainer can have; the rest of a longer one opens the text."""
    title = one_line(about.title or "")
    if len(title) <= LONGEST_LINE:
        return about, given
    cut = title[: LONGEST_LINE - 1].rpartition(" ")[0] or title[: LONGEST_LINE - 1]
    rest = title[len(cut) :].strip()
    opening = html.Element("div")
    etree.SubElement(opening, "p").text = f"…{rest}"
    too_long = f"the title has {len(title):,} characters, and a title at most {LONGEST_LINE}"
    notes.append(Note(1, f"{too_long}; it was cut, and its rest opens the text"))
    return replace(about, title=f"{cut}…"), [*leaves(opening), *given]


def language_written(text: str, language: str) -> str:
    """The language of `text` as a tag: `language`, unless the text is plainly in another."""
    given = _TAGS.get(_primary(language), _primary(language))
    if given not in _KNOWN or given == "und":
        return language
    detected = _detected(text[:_SAMPLE])
    if detected is None or _primary(detected) == given:
        return language
    is_near = any({_primary(detected), given} <= group for group in _NEIGHBOURS)
    return language if is_near else detected


def language_noted(text: str, language: str) -> tuple[str, list[Note]]:
    """As `language_written`, with a note where it isn't the language that was given."""
    written = language_written(text, language)
    if written == language:
        return language, []
    unsaid = f"nothing says its language; its letters and words are plainly of “{written}”"
    return written, [Note(None, f"{unsaid}, not of “{language}”")]


def _detected(sample: str) -> str | None:
    """The one language that nearly all of the text is in, if the library is sure of it."""
    # The library refuses control characters and their like.
    shown = "".join(sign if sign.isprintable() else " " for sign in sample).encode()
    if len(shown) < _FEWEST_BYTES:
        return None
    is_sure, _bytes, languages = pycld2.detect(shown, isPlainText=True)
    _name, code, percent, _score = languages[0]
    if not is_sure or percent < _LEAST_PERCENT or code.startswith(_NONE):
        return None
    return str(_TAGS.get(code, code))


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def past_notes(texts: Iterable[str]) -> Iterator[tuple[str | None, str]]:
    """The notes among paragraphs of plain text: `(date or None, the whole paragraph)`."""
    for text in texts:
        start = _note_start(text)
        if start is not None:
            yield _date_in(start), text


def _note_start(text: str) -> str | None:
    """Where a note says when: what stands before its colon, or its first sentences; else None."""
    if len(text) > _LONGEST:
        return None
    headed = _HEADED.match(text)
    if headed:
        return headed["when"] if _is_when(headed["when"]) else None
    editors = _EDITORS.match(text)
    if editors and _ABOUT_CORRECTING.search(text):
        return editors["when"]
    return text[:200] if _SENTENCE.match(text) else None


def _is_when(text: str) -> bool:
    """Whether nothing but a date stands there: "Updates to the law: …" is no note."""
    return not re.search(r"[^\W\d_]", text) or _date_in(text) is not None


def _date_in(text: str) -> str | None:
    dates = (partial_date(text[place.end() :]) for place in _PLACES_OF_DATES.finditer(text))
    return next((date for date in dates if date), None)
