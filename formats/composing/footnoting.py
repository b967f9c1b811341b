"""Footnotes of a part: numbered where they are referred to, and written behind the text."""

from formats.composing.inline import NOTE, Conversion
from formats.composing.markdown_blocks import markdown_below


def with_footnotes(text: str, conversion: Conversion) -> str:
    """`text` with numbers for the names of its notes, and the notes behind it."""
    numbers: dict[str, int] = {}

    def numbered(text: str) -> str:
        return NOTE.sub(lambda found: _reference(found[1], numbers, conversion), text)

    text, notes, done = numbered(text), list[str](), 0
    while done < len(numbers):
        name = list(numbers)[done]
        done += 1
        body = "\n\n".join(markdown_below(conversion.footnotes[name], conversion)) or "\u2014"
        notes.append(
            f"[^{done}]: " + numbered(body).replace("\n", "\n    ").replace("\n    \n", "\n\n")
        )
    return "\n\n".join(filter(None, (text, *notes)))


def _reference(name: str, numbers: dict[str, int], conversion: Conversion) -> str:
    if name not in conversion.footnotes:
        return ""
    return f"[^{numbers.setdefault(name, len(numbers) + 1)}]"
