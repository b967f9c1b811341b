"""What marks cost: `python -m benchmarks.marks`; exits with 1 where a limit is missed.

Three ratios of processor time, each of the best of several rounds that take turns in this one
process, so that neither a slow nor a busy machine changes them much:

- A part of 5,000 words rendered with 50 marks, beside the same text rendered without (nothing
  cached). A page is made so when a correction is published, never when it is read.
- The word comparison of two texts of 500 words that differ in every twentieth, beside what the
  standard library's `difflib` takes for the same tokens: why it isn't used.
- The same comparison of 5,000 words beside that of 500: how the time grows with the text.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

# So that it runs as a file too: python benchmarks/marks.py
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
django.setup()

from documents import markdown  # noqa: E402 - needs settings
from documents.marking import Mark, marked_html  # noqa: E402
from documents.passages import TOKENS, changed_ranges  # noqa: E402

ROUNDS = 20
#: Times the plain rendering that the marked one may take; measured: 1.8 to 2.1.
MOST_FOR_MARKS = 2.5
#: Times ours that `difflib` must take at least; measured: 50 to 60.
LEAST_OF_DIFFLIB = 20.0
#: Times the comparison of 500 words that 5,000 may take; measured: 13 to 15.
MOST_FOR_TENFOLD = 50.0

_WORDS = ("rain", "falls", "on", "dry", "ground", "and", "the", "river", "rises", "in", "spring")
_FORMS = ("*{}*", "**{}**", "[{}](https://example.org/river)", "`{}`", "{}.", "{},")


def text_of(count: int, seed: int = 1) -> str:
    """Markdown of `count` words in paragraphs of 80, one word in ten with a sign of its own."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    words = [chance.choice(_WORDS) for _ in range(count)]
    for index in range(0, count, 10):
        words[index] = chance.choice(_FORMS).format(words[index])
    return "\n\n".join(" ".join(words[at : at + 80]) for at in range(0, count, 80))


def changed(source: str) -> str:
    """`source` with another word in the place of every twentieth."""
    words = source.split(" ")
    words[::20] = ["changed"] * len(words[::20])
    return " ".join(words)


def marks_in(source: str, count: int) -> list[Mark]:
    """`count` marks of three words each, spread evenly, of eight corrections."""
    starts = [index + 1 for index, sign in enumerate(source) if sign == " "]
    chosen = range(0, len(starts) - 3, len(starts) // count)
    return [
        Mark(starts[at], starts[at + 3] - 1, at % 8 + 1, "", "", "2026-11-24", "correction")
        for at in list(chosen)[:count]
    ]


def best(*tasks: Callable[[], object]) -> list[float]:
    """The least seconds that each task took, in rounds in which each has its turn."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(ROUNDS):
        for task, taken in zip(tasks, times, strict=True):
            begun = time.process_time()
            task()
            taken.append(time.process_time() - begun)
    return [min(taken) for taken in times]


def cost_of_marks() -> float:
    """Seconds with 50 marks over seconds without, 5,000 words."""
    source = text_of(5000)
    marks = marks_in(source, 50)

    def plain() -> None:
        markdown._html_of.cache_clear()
        markdown.html_of(source, "s1")

    without, with_marks = best(plain, lambda: marked_html(source, "s1", marks))
    say(f"5,000 words: {1000 * without:.1f} ms plain, {1000 * with_marks:.1f} ms with 50 marks")
    return with_marks / without


def cost_of_comparing() -> tuple[float, float]:
    """Seconds of `difflib` over ours for 500 words, and ours for 5,000 words over those for 500."""
    short, long = text_of(500), text_of(5000)
    tokens = TOKENS.findall(short), TOKENS.findall(changed(short))
    theirs, ours, tenfold = best(
        lambda: SequenceMatcher(None, *tokens, autojunk=False).get_opcodes(),
        lambda: changed_ranges(short, changed(short)),
        lambda: changed_ranges(long, changed(long)),
    )
    say(f"500 words compared: {1000 * ours:.2f} ms, difflib {1000 * theirs:.1f} ms")
    say(f"5,000 words compared: {1000 * tenfold:.1f} ms")
    return theirs / ours, tenfold / ours


def say(line: str) -> None:
    """Prints a line."""
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Measures, prints, and gives 1 where a limit is missed."""
    marks = cost_of_marks()
    difflib, tenfold = cost_of_comparing()
    results = [
        (f"marks cost {marks:.2f}× the plain text", marks <= MOST_FOR_MARKS, MOST_FOR_MARKS),
        (f"difflib takes {difflib:.0f}× ours", difflib >= LEAST_OF_DIFFLIB, LEAST_OF_DIFFLIB),
        (f"ten times the words, {tenfold:.0f}×", tenfold <= MOST_FOR_TENFOLD, MOST_FOR_TENFOLD),
    ]
    for line, held, limit in results:
        say(f"{'ok    ' if held else 'MISSED'} {line} (limit {limit:g}×)")
    return 0 if all(held for _, held, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
