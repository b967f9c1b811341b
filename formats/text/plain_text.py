"""Plain text to a `Document`.

The rules, which keep every word, once, in its order:

* **File.** UTF-8 with or without a byte order mark, or UTF-16 with one; any line ends. NBSP, tabs
  and runs of spaces count as one space and are kept as one. Blocks are parted by blank lines; how
  a block is wrapped into lines means nothing, before a bullet apart. What the file shows is escaped
  into Markdown.
* **Lists.** A bullet (`•`, `-`, `–`, `*` …) or number (`1.`, `1)`) begins an item where a line
  begins with it: the first item on a block's first line, below a colon or behind an `A:`, the next
  with the same bullet or the next number. Other lines go on with the item. Two items are a list.
* **Byline.** `By Hanna Okoro` right below the title is the first paragraph of the lead.
* **Head.** `date YYYY-MM-DD Title` (also `YYYY-MM` and `YYYY`), or a title alone in a line that
  neither ends like a sentence nor looks like something else. A blank line and text come after it.
* **Headings.** A block of at most 100 characters and 15 words that ends in a colon, unless it
  introduces what follows ("She gave three reasons:", "The minister said:", see `phrasing`); and a
  block of at most 80 characters and 12 words that begins with no small letter, ends in none of
  `. ! ; ,`, comes right before a paragraph and neither right under a heading nor right after
  another such block (several of them are a list: text). No such block is a heading inside an
  answer where questions have their `Q:`. Bold type and the colon of a heading are dropped.
* **Run-in headings** (`Stock Prices: One of the …`) are text: the words stay where they are.
* **FAQ.** It begins at its heading (`FAQ`, `FAQs about …`, `Frequently asked questions`, `Q&A`, …)
  or at the first `Q:`, and a question follows the heading at once; what the heading is in other
  languages (`Häufige Fragen`) is one where a question follows. Questions begin with `Q:`,
  `Q.`, `Q1:`, `Question:`, bold or not; where a file has none of these, a block that ends in a
  question mark is one. Either all answers have their `A:` or none has. The first text after a
  question is its answer, further blocks are further paragraphs of it.
* **Conclusion.** What comes last: under a heading `Conclusion`, in any language known; or, after
  the questions, from the first paragraph behind an answer's first that surely begins one ("In
  conclusion", "To sum up" …) or, without such, may ("Overall,", "In short," …); or, where there is
  no FAQ, the last paragraph, if it begins so.
* **References.** What comes last of all under the heading `References` or `Sources`, likewise.
* **Order.** Pages show lead, sections, questions, conclusion, references. A section after the
  questions is refused; a conclusion or references anywhere else than at the end are sections.
"""

from collections.abc import Iterable, Sequence

from documents.slugs import slug_of
from formats.composing.composing import document_of, in_order
from formats.composing.dividing import divided
from formats.composing.inline import Conversion
from formats.composing.languages import language_noted
from formats.decoding import decoded
from formats.metadata import About
from formats.other_formats import refuse_markup
from formats.parsed import Note, Reading, Refused, quoted
from formats.text.closing import close
from formats.text.head import Head, head_of, refuse_second_head
from formats.text.outline import outline_of
from formats.text.pieces import pieces_of
from formats.text_blocks import Block, blocks_of

_JOINED = (
    "lines that begin like the items of a list were joined into one paragraph: a list begins"
    " its block or comes after a colon, and all its items have one bullet"
)


def read_plain_text(data: bytes, *, language: str = "en") -> Reading:
    """The explainer in the file `data`; raises `Refused` for everything that isn't one."""
    blocks = blocks_of(decoded(data))
    if not blocks:
        raise Refused(1, "an empty file" if not data else "nothing but white space", "an explainer")
    refuse_markup(blocks)
    head = head_of(blocks)
    refuse_second_head(blocks[1:])
    leaves, doubts = outline_of(pieces_of(blocks[1:]), blocks[0].line)
    parts, decided = divided(leaves)
    decided += close(parts)
    language, noted = language_noted(" ".join(block.text for block in blocks), language)
    about = About(title=head.title, date=head.first_published)
    document = document_of(about, parts, Conversion(), language)
    notes = in_order([*_notes_on(head, blocks), *doubts, *decided, *noted])
    return Reading(document, slug_of(head.title), notes)


def _notes_on(head: Head, blocks: Sequence[Block]) -> Iterable[Note]:
    if head.first_published is None:
        yield Note(blocks[0].line, "no date stands before the title, so none is known")
    for block in blocks:
        if block.items:
            yield Note(block.line, f"{quoted(block.text)} became a list of {block.items} items")
        elif block.is_like_list:
            yield Note(block.line, _JOINED)
        if block.text.startswith("# "):
            yield Note(block.line, f"{quoted(block.text)} was kept as text with its “#”")
