"""Whole numbers that people, pages and files write, from text to number in one way everywhere."""

#: Fits every column of ours and a double, so no database and no JSON reader stumbles over it.
LARGEST = 10**15 - 1


def whole_number(text: str | None, *, most: int = LARGEST) -> int | None:
    """The number that `text` is, in ASCII digits and nothing else; None for any other text.

    What is larger than `most` is none either, however long it is.
    """
    if not text or len(text) > len(str(LARGEST)) or not (text.isascii() and text.isdigit()):
        return None
    number = int(text)
    return number if number <= most else None
