"""The property that nothing is lost, doubled or moved: the words of a file and of its document.

This knows the marks of the format, but nothing of how the parser decides what is one.

Bullets and numbers of lists are words too. Where a page shows an item, its bullet is taken as
shown: as `•`, which any bullet of the file may become, or as the number that the page counts.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence

from documents.document import Document
from documents.markdown import html_of
from documents.plain import plain_text

_COLON_APART = re.compile(r"\s+(?=[:：](?:\s|$))")
_INVISIBLE = re.compile("[\ufeff\u200b]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARK = re.compile(
    r"(?<!\S)(?:\*\*)?(?:q|a|ans|question|answer) ?\d{0,3} ?[:：.)](?:\*\*)?", re.IGNORECASE
)
_FAQ = re.compile(
    r"\W*(?:faqs?|frequently asked questions?|q ?& ?a|questions and answers)\b", re.IGNORECASE
)
_END = re.compile(
    r"\W*(?:conclusions?|references?|sources?|in conclusion|to conclude|to sum up|in summary"
    r"|in closing|in short|in sum|overall|all in all|summing up|to summari[sz]e)\W*",
    re.IGNORECASE,
)
_BULLETS = ("-", "–", "•", "·", "●", "▪", "◦", "‣", "*")
_SHOWN_BULLET = "•"
_NUMBER = re.compile(r"\d{1,2}[.)]")
_ITEM_OF_MARKDOWN = re.compile(r"^(?:[-*]|(\d{1,2})[.)]) ")
_ITEM_OF_HTML = re.compile(r'<(?:(ul)|(/[uo]l)|ol(?: start="(\d+)")?|(li))>')
_HEAD = re.compile(r"date:? ?\d{0,4}(?:-\d\d){0,2}", re.IGNORECASE)


def dropped_words(data: bytes, document: Document, *, rendered: bool = False) -> list[str]:
    """What the file has and the document has not, in order.

    Fails where the document has a word that the file hasn't in this place, and where what was
    dropped is no mark, no head and no heading of the FAQ, the conclusion or the references.
    """
    words = list(_rendered(document) if rendered else _words(document))
    place, dropped = 0, []
    for block in _blocks(data):
        taken = _taken(block, words[place : place + len(block)])
        place += len(block) - len(taken)
        if taken:
            assert _is_mark_only(block, taken), f"lost {taken} of {' '.join(block)!r}"
        dropped += taken
    assert place == len(words), f"not in the file in this place: {words[place : place + 8]}"
    return dropped


def _taken(block: Sequence[str], words: Sequence[str]) -> list[str]:
    """The words of a block that the document, which goes on with `words`, left out."""
    taken = _aligned(block, words)
    if not _is_heading_without_words(block) or _is_mark_only(block[:0], taken):
        return taken
    text = " ".join(block)
    mark = _MARK.search(text)
    cut = text[: mark.start()].count(" ") if mark else len(block)
    return [*block[:cut], *_aligned(block[cut:], words)]


def _aligned(block: Sequence[str], words: Sequence[str]) -> list[str]:
    place, taken = 0, []
    for at, word in enumerate(block, start=1):
        forms = _forms(word, is_last=at == len(block))
        if place < len(words) and words[place] in forms:
            place += 1
        else:
            taken.append(word)
    return taken


def _is_heading_without_words(block: Sequence[str]) -> bool:
    text = " ".join(block)
    is_faq = _FAQ.match(text) and (len(text) <= 150 or _MARK.search(text, 0, 150))
    return bool(is_faq or _END.fullmatch(text))


def _is_mark_only(block: Sequence[str], taken: Sequence[str]) -> bool:
    if _is_heading_without_words(block) and _is_heading_without_words(taken):
        return True
    left = _MARK.sub("", " ".join(taken)).replace("*", "").strip(" :：")
    return not left or bool(_HEAD.fullmatch(left))


def _forms(word: str, *, is_last: bool) -> set[str]:
    """A word as it is, and without the marks that may stick to it: a heading's colon comes last."""
    mark = _MARK.match(word)
    behind = word[mark.end() :] if mark else word
    behind_colon = word.partition(":")[2] if mark else word
    forms = {
        *(word, word.strip("*"), word.lstrip(":"), word.replace("**", "", 1)),
        *(behind, behind.strip("*"), behind_colon),
    }
    forms |= {_SHOWN_BULLET} if word in _BULLETS else set()
    forms |= {f"{word[:-1]}."} if _NUMBER.fullmatch(word) else set()
    ends = {form.rstrip(":：") for form in forms if is_last}
    return forms | ends | {form.strip("*") for form in ends}


def _blocks(data: bytes) -> Iterator[list[str]]:
    lines = re.split("\r\n|[\r\n\u2028]|(?=\u2029)", _text(data))
    block = ""
    for line in lines:
        if block and (not _split(line) or line.startswith("\u2029")):
            yield _split(block)
            block = ""
        if _split(line):
            block += f"{line}\n"
    if block:
        yield _split(block)


def _split(text: str) -> list[str]:
    """Words; a colon belongs to the word before, and what shows nothing is none."""
    words = _COLON_APART.sub("", _INVISIBLE.sub("", text)).split()
    return [word for word in words if not all(unicodedata.category(sign) == "Cf" for sign in word)]


def _text(data: bytes) -> str:
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return unicodedata.normalize("NFC", data.decode("utf-16" if utf_16 else "utf-8-sig"))


def _words(document: Document) -> Iterator[str]:
    for text, is_markdown in _in_page_order(document):
        for paragraph in text.split("\n"):
            yield from _split(_shown(paragraph) if is_markdown else paragraph)


def _rendered(document: Document) -> Iterator[str]:
    for text, is_markdown in _in_page_order(document):
        for paragraph in (_page(text) if is_markdown else text).split("\n"):
            yield from _split(paragraph)


def _shown(line: str) -> str:
    item = _ITEM_OF_MARKDOWN.match(line)
    if item is None:
        return _ESCAPE.sub(r"\1", line)
    bullet = f"{item[1]}." if item[1] else _SHOWN_BULLET
    return f"{bullet} " + _ESCAPE.sub(r"\1", line[item.end() :])


def _page(text: str) -> str:
    """The words that a page shows, with the bullets that a browser adds."""
    counters: list[int | None] = []

    def with_bullet(tag: re.Match[str]) -> str:
        if tag[2]:
            counters.pop()
        elif not tag[4]:
            counters.append(None if tag[1] else int(tag[3] or 1))
        elif counters[-1] is None:
            return f"{tag[0]}{_SHOWN_BULLET} "
        else:
            counters[-1] += 1
            return f"{tag[0]}{counters[-1] - 1}. "
        return tag[0]

    return plain_text(_ITEM_OF_HTML.sub(with_bullet, html_of(text, "p")))


def _in_page_order(document: Document) -> Iterator[tuple[str, bool]]:
    yield document.title, False
    yield document.lead or "", True
    for section in document.sections:
        yield section.heading or "", False
        yield section.body or "", True
    for question in document.faqs:
        yield question.question, False
        yield question.answer, True
    yield document.conclusion or "", True
    yield document.references or "", True
