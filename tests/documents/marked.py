"""Markdown at random, in which every letter stands once, and what a reader sees of its HTML."""

import re
from html.parser import HTMLParser
from itertools import count

from hypothesis import strategies as st

SHA256 = "a" * 64
#: Stands for a letter until each gets one of its own.
LETTER = "¤"
_FIRST = 0xAC00  # Hangul syllables: 11,172 letters that nothing in Markdown or HTML acts on

_BLOCKS = {"p", "pre", "blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
_BLOCKS |= {"section", "hr", "h2", "h3", "h4", "h5", "h6"}
_HOLDS_NO_TEXT = {"ul", "ol", "table", "thead", "tbody", "tr", "section"}

_words = st.sampled_from(
    [
        *("¤", "¤¤", "¤¤ ¤", " ¤", "¤ ", "¤ ¤¤. ¤", "𝛼¤", "😀", "&amp;", "&#x1F600;", "\\*", "\\¤"),
        *("`¤¤`", "`` ¤ ` ¤ ``", "`¤\n¤`", "<https://¤.example/¤>", "<¤@example.org>", "<b>¤</b>"),
        *(
            f"![¤ ¤](asset:{SHA256})",
            f'![¤](asset:{SHA256} "¤")',
            "![¤ *¤*](https://example.org/¤)",
        ),
        *("[^1]", "[^¤|]", "[¤][r]", "[r]", "![¤][r]", "  \n", "\\\n", "\n", "\xa0", " "),
        *("¤\\|¤ ¤", "¤\n   ¤ ¤", "\xa0\n¤ ¤", "** ¤ **"),
    ]
)


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    forms = ["*{}*", "**{}**", "~~{}~~", "~~~{}~~~", '[{}](/¤ "¤")', "[{}][r]", "_{}_", "***{}***"]
    one = st.builds(lambda form, text: form.replace("{}", text), st.sampled_from(forms), inner)
    return one | st.lists(inner, max_size=4).map("".join)


_inline = st.recursive(_words, _wrapped, max_leaves=8)
_line = _inline.map(lambda text: text.replace("\n", " "))


def _in_front(first: str, rest: str, text: str) -> str:
    return first + text.replace("\n", f"\n{rest}")


def _grouped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    both = st.sampled_from(
        [("> ", "> "), ("> ", ""), ("- ", "  "), ("* ", ""), ("1. ", "   "), ("[^1]: ", "    ")]
    )
    one = st.builds(lambda pair, text: _in_front(pair[0], pair[1], text), both, inner)
    return one | st.lists(inner, max_size=3).map("\n".join) | st.lists(inner).map("\n\n".join)


def _table(cells: list[str]) -> str:
    head, body = " | ".join(cells[:2]), " | ".join(cells[2:])
    return f"| {head} |\n|---|:-:|\n| {body} |\n{body}"


_simple = st.one_of(
    _inline,
    _line.map("# {}".format),
    _line.map("## {} ##".format),
    _inline.map("{}\n===".format),
    st.lists(_line, min_size=2, max_size=5).map(_table),
    _line.map("[^¤|]: {} | ¤\n    --|--\n    ¤ | ¤".format),
    st.sampled_from(["```\n¤ ¤\n¤\n```", "~~~¤\n¤", "    ¤\n\n\t¤", "---", "-     ¤\n"]),
    st.sampled_from(["[r]: /¤ '¤'", f"[r]: asset:{SHA256}", "[^1]: ¤. ¤", "[^¤|]: ¤\n\n    ¤"]),
)
_noise = st.text("¤ *_`[]()<>!#|-\n\\&^:~1.\t", max_size=40)


def _each_its_own(text: str) -> str:
    letters = map(chr, count(_FIRST))
    return re.sub(LETTER, lambda _: next(letters), text)


#: Markdown of every form that the dialect knows, and of none.
sources = (
    st.lists(st.recursive(_simple, _grouped, max_leaves=5) | _noise, min_size=1, max_size=4)
    .map("\n\n".join)
    .map(_each_its_own)
)


def letters_of(text: str) -> set[str]:
    """The letters of a source, each of which stands in it once."""
    return {letter for letter in text if letter >= chr(_FIRST) and letter <= "\ud7a3"}


class Seen(HTMLParser):
    """What a reader sees: `letters`, and those in marks by the number of the correction.

    `errors` says what is nested wrongly.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.letters: set[str] = set()
        self.marked: dict[str, int] = {}
        self.errors: list[str] = []
        self.ids: list[str] = []
        self._open: list[tuple[str, int]] = []
        self._hidden = 0
        self.feed(html)
        self.close()
        self.errors += [f"<{tag}> stays open" for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes in an element and its place."""
        named = dict(attrs)
        self.ids += [value for name, value in attrs if name == "id" and value]
        tags = [one for one, _ in self._open]
        if tag == "ins" and ("ins" in tags or (tags[-1:] and tags[-1] in _HOLDS_NO_TEXT)):
            self.errors.append(f"<ins> in {tags}")
        if tag == "ins" and "pre" in tags:
            self.errors.append("<ins> in code")
        if "ins" in tags and tag in _BLOCKS:
            self.errors.append(f"<{tag}> in <ins>")
        if named.get("class") == "mark-link" and {"a", "code", "ins"} & set(tags):
            self.errors.append(f"a link to a note in {tags}")
        if tag == "img":
            self._see(named["alt"] or "")
        if tag not in ("img", "br", "hr"):
            self._open.append((tag, self._number(tag, named)))

    def handle_endtag(self, tag: str) -> None:
        """Closes the innermost element, which must be this one."""
        if not self._open or self._open.pop()[0] != tag:
            self.errors.append(f"</{tag}> closes another")

    def handle_data(self, data: str) -> None:
        """Takes in words."""
        self._see(data)

    def _number(self, tag: str, named: dict[str, str | None]) -> int:
        if tag == "ins":
            return int(str(named["cite"]).removeprefix("#correction-"))
        return -1 if tag == "pre" and named.get("class") == "mark" else 0

    def _see(self, text: str) -> None:
        self.letters |= letters_of(text)
        number = next((number for _, number in reversed(self._open) if number), 0)
        if number:
            self.marked |= dict.fromkeys(letters_of(text), number)
