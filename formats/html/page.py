"""A page in HTML to a `Document`: the steps by which its text is found, and what comes of it.

Each step takes the page, changes its tree or what is known of it, and gives notes for people. What
a step needs stands before it; steps that don't need each other may change their places.
"""

from collections.abc import Callable
from dataclasses import dataclass

from formats.composing.composing import explainer_from_tree
from formats.composing.tidying import footnotes_marked
from formats.html.above_text import (
    begin_with_opening,
    find_opening,
    put_description_back,
    set_description_aside,
    take_standfirst,
)
from formats.html.clutter import (
    drop_controls,
    drop_permalinks,
    drop_pulled_quotes,
    drop_repeats,
    mark_descriptions,
)
from formats.html.furniture import drop_furniture, drop_surroundings
from formats.html.main_text import (
    compare_stated_text,
    find_text,
    head_questions,
    unfold_noscript,
)
from formats.html.page_data import HtmlPage, page_of, read_about
from formats.html.teasers import drop_teasers
from formats.parsed import Note, ParsedExplainer
from formats.pictures import Pictures

PageChange = Callable[[HtmlPage], list[Note]]


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a page, and the steps that must have been taken before it."""

    run: PageChange
    after: tuple[PageChange, ...] = ()


def in_order(*steps: Step) -> tuple[Step, ...]:
    """The steps as they are given; raises `ValueError` where one stands before what it needs."""
    taken: list[PageChange] = []
    for step in steps:
        for need in step.after:
            if need not in taken:
                raise ValueError(f"{step.run.__name__} needs {need.__name__} before it")
        taken.append(step.run)
    return tuple(steps)


def mark_footnotes(page: HtmlPage) -> list[Note]:
    """A step: makes notes of the text of what small links in it lead to."""
    footnotes_marked(page.root)
    return []


def count_prose(page: HtmlPage) -> list[Note]:
    """A step: counts how much running text each element has."""
    page.prose.count(page.body)
    return []


STEPS = in_order(
    # What the page says of itself, before anything that says it is changed.
    Step(drop_permalinks),
    Step(read_about, after=(drop_permalinks,)),
    Step(take_standfirst, after=(read_about,)),
    # What is text, and what is a heading, before any of it is counted.
    Step(mark_footnotes, after=(take_standfirst,)),
    Step(unfold_noscript, after=(read_about,)),
    Step(head_questions, after=(read_about,)),
    Step(set_description_aside, after=(take_standfirst, head_questions)),
    Step(count_prose, after=(mark_footnotes, unfold_noscript, set_description_aside)),
    # Where the text is.
    Step(drop_surroundings, after=(count_prose,)),
    Step(find_text, after=(drop_surroundings,)),
    Step(compare_stated_text, after=(find_text,)),
    Step(put_description_back, after=(compare_stated_text,)),
    Step(find_opening, after=(compare_stated_text,)),
    # What is none in it: each step goes by what those before it have left.
    Step(drop_furniture, after=(put_description_back,)),
    Step(drop_teasers, after=(drop_furniture,)),
    Step(drop_controls, after=(drop_teasers,)),
    Step(drop_pulled_quotes, after=(drop_controls,)),
    Step(drop_repeats, after=(drop_pulled_quotes,)),
    Step(mark_descriptions, after=(drop_repeats,)),
    Step(begin_with_opening, after=(find_opening, mark_descriptions)),
)


def parse_html(
    data: bytes, *, language: str = "en", name: str = "", pictures: Pictures | None = None
) -> ParsedExplainer:
    """The explainer in the page `data`; raises `Refused` for everything that isn't one."""
    page, notes = page_of(data, name)
    for step in STEPS:
        notes += step.run(page)
    return explainer_from_tree(page.text, page.about, notes, language, pictures)
