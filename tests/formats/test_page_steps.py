"""The steps by which the text of a page is found stand in an order that they state themselves."""

import random
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from formats.composing.composing import explainer_from_tree
from formats.html.page import STEPS, PageChange, Step, in_order
from formats.html.page_data import page_of
from formats.parsed import ParsedExplainer, Refused
from tests.golden.pages import pages

_NEWS = Path(__file__).resolve().parents[1] / "fixtures" / "html" / "news.html"
_TEXT = "A quorum is the number of members that must be there before a house may vote. "
_OTHER = "Of another text altogether. "
_SHORT = "A short text of few words, and no more than that."
_TITLE = "<h1>What is a quorum?</h1>"
_LINKS = "<ul><li><a href=/a>Another story on votes</a><li><a href=/b>One more of rules</a></ul>"
_BODY = f"<p>{_TEXT * 3}</p>" * 4
_DESCRIBED = f"<head><meta name=description content='{_TEXT}'></head>{_TITLE}"
_SIDEBAR = f"<div class=sidebar><p>{_OTHER * 4}</p></div>"
_ASKED = "Must a quorum of members be there before voting begins?"


def _with_text(text: str) -> str:
    """A head whose data hold the text of the page."""
    article = f'{{"@type":"Article","articleBody":"{text}"}}'
    return f"<head><script type='application/ld+json'>{article}</script></head>"


#: For each need, a page of which something else is made where it isn't met.
NEEDS: dict[tuple[str, str], str] = {
    ("drop_permalinks", "read_about"): "<h1>What is a quorum? <a href='#q'>#</a></h1>" + _BODY,
    ("read_about", "take_standfirst"): f"{_TITLE}<div class=standfirst>Since <time "
    f"itemprop=datePublished datetime=2021-05-03>May</time></div>{_BODY}",
    ("take_standfirst", "mark_footnotes"): f"{_TITLE}<p class=standfirst>How many must be there."
    f"<sup><a href='#n1'>1</a></sup></p>{_BODY}<ol><li id=n1>Not in all houses.</li></ol>",
    ("read_about", "unfold_noscript"): f"{_TITLE}<noscript><time itemprop=datePublished "
    f"datetime=2021-05-03>May</time>{_BODY}</noscript>",
    ("read_about", "head_questions"): f"{_TITLE}{_BODY}<button aria-expanded=true>{_ASKED}"
    f"</button><p>{_TEXT}</p>",
    ("take_standfirst", "set_description_aside"): f"{_DESCRIBED}<p class=standfirst>{_TEXT}</p>"
    f"<p>{_OTHER}</p>{_BODY}",
    ("head_questions", "set_description_aside"): "<head><meta name=description "
    f"content='{_ASKED}'></head>{_TITLE}<article>{_BODY}<div itemscope "
    f"itemtype='https://schema.org/Question'><p itemprop=name>{_ASKED}</p><p>{_TEXT}</p></div>"
    "</article>",
    ("mark_footnotes", "count_prose"): f"{_TITLE}{_SIDEBAR}<p>{_OTHER * 3}<sup><a href='#n1'>1"
    "</a></sup></p><ol><li id=n1>Not so in all of the houses.</li></ol>",
    ("unfold_noscript", "count_prose"): f"{_TITLE}{_SIDEBAR}<noscript>{_BODY}</noscript>",
    (
        "set_description_aside",
        "count_prose",
    ): f"{_DESCRIBED}<p>{_TEXT}</p>{_SIDEBAR}<p>{_SHORT}</p>",
    ("count_prose", "drop_surroundings"): f"{_BODY}<div id=comments>{_BODY * 2}</div>",
    ("drop_surroundings", "find_text"): f"<div><div>{_BODY}</div><div id=comments>"
    f"<article>{_BODY * 2}</article></div></div>",
    ("find_text", "compare_stated_text"): f"{_with_text(_TEXT * 3 + _OTHER * 3)}{_TITLE}"
    f"<div><div class=post-content>{_BODY}</div><p>{_OTHER}</p></div>",
    ("compare_stated_text", "put_description_back"): _with_text(_OTHER * 30)
    + f"{_DESCRIBED}<article><p>{_TEXT}</p><p>{_SHORT}</p></article>",
    ("compare_stated_text", "find_opening"): _with_text(_TEXT * 3 + _OTHER * 3)
    + f"<div>{_TITLE}<p>{_OTHER * 3}</p><h2>Votes</h2><p>{_SHORT * 2}</p>"
    f"<div class=post-content>{_BODY}</div></div>",
    ("put_description_back", "drop_furniture"): f"{_DESCRIBED}<article><div class=byline><p>{_TEXT}"
    f"</p></div>{_BODY.replace('quorum', 'council')}</article>",
    ("drop_furniture", "drop_teasers"): f"<article>{_TITLE}{_BODY}<div class=recirculation>"
    f"<h3>Related</h3>{_LINKS}</div></article>",
    (
        "drop_teasers",
        "drop_controls",
    ): f"<article>{_TITLE}{_BODY}<p>Follow us</p>{_LINKS}</article>",
    ("drop_controls", "drop_pulled_quotes"): f"<article>{_TITLE}{_BODY}<p>Close</p>"
    "<aside>Close</aside></article>",
    ("drop_pulled_quotes", "drop_repeats"): f"<article>{_TITLE}<aside><p>{_TEXT}</p></aside>{_BODY}"
    f"<figure><img src=a.png><figcaption>{_TEXT}</figcaption></figure></article>",
    ("drop_repeats", "mark_descriptions"): f"<article>{_TITLE}{_BODY}<figure><img src=a.png>"
    "<figcaption>The house of members that must vote on waterways</figcaption></figure><figure>"
    "<img src=b.png alt='The house of members that must vote on water'><figcaption>The house of "
    "members that must vote on water</figcaption></figure></article>",
    (
        "find_opening",
        "begin_with_opening",
    ): f"{_TITLE}<p>{_OTHER * 3}</p><article>{_BODY}</article>",
    ("mark_descriptions", "begin_with_opening"): f"{_TITLE}<p>{_OTHER * 3}</p><p>{_SHORT * 2}</p>"
    f"<article>{_BODY}<img src=a.png alt='{_OTHER}'></article>",
}
SAMPLES = [
    _NEWS.read_bytes(),
    *pages().values(),
    *(f"<html>{html}</html>".encode() for html in NEEDS.values()),
]


def outcome(source: bytes, steps: list[Step]) -> object:
    """What is made of a page by the steps in that order, whatever the order of the notes."""
    page, notes = page_of(source, "page.html")
    try:
        for step in steps:
            notes += step.run(page)
        return _comparable(explainer_from_tree(page.text, page.about, notes, "en"))
    except Refused as refusal:
        return str(refusal)


def _comparable(reading: ParsedExplainer) -> object:
    notes = sorted(map(str, reading.notes))
    return (reading.document, notes, reading.authors, reading.topics, reading.past, reading.slug)


@cache
def expected(source: bytes) -> object:
    """What is made of a page by the steps as they stand."""
    return outcome(source, list(STEPS))


def needs() -> set[tuple[PageChange, PageChange]]:
    """Each step that another one declares to need, and that one."""
    return {(need, step.run) for step in STEPS for need in step.after}


def moved_behind(first: str, second: str) -> list[Step]:
    """The steps with the one called `first` right behind the one called `second`."""
    names = [step.run.__name__ for step in STEPS]
    steps = [step for step in STEPS if step.run.__name__ != first]
    steps.insert(names.index(second), STEPS[names.index(first)])
    return steps


def shuffled(seed: int) -> list[Step]:
    """The steps in an order of chance in which each stands behind what it needs."""
    chance = random.Random(seed)
    left, steps = list(STEPS), list[Step]()
    while left:
        taken = {step.run for step in steps}
        steps.append(chance.choice([step for step in left if taken.issuperset(step.after)]))
        left.remove(steps[-1])
    return steps


@pytest.mark.parametrize("place", range(len(STEPS) - 1))
def test_neighbours_are_refused_the_other_way_round_or_make_the_same(place: int) -> None:
    swapped = [*STEPS[:place], STEPS[place + 1], STEPS[place], *STEPS[place + 2 :]]
    if (STEPS[place].run, STEPS[place + 1].run) in needs():
        with pytest.raises(ValueError, match="before it"):
            in_order(*swapped)
    else:
        assert in_order(*swapped)
        for source in SAMPLES:
            assert outcome(source, swapped) == expected(source)


@pytest.mark.parametrize("seed", range(5))
def test_any_order_that_meets_all_needs_makes_the_same(seed: int) -> None:
    steps = shuffled(seed)
    for source in SAMPLES:
        assert outcome(source, steps) == expected(source)


@pytest.mark.parametrize(("first", "second"), NEEDS)
def test_an_order_that_leaves_a_need_unmet_makes_something_else(first: str, second: str) -> None:
    source = f"<html>{NEEDS[first, second]}</html>".encode()
    steps = moved_behind(first, second)
    assert outcome(source, steps) != expected(source)


def test_each_need_has_its_page() -> None:
    assert {(need.__name__, run.__name__) for need, run in needs()} == set(NEEDS)


def test_some_neighbours_may_change_places() -> None:
    neighbours = [(first.run, second.run) for first, second in pairwise(STEPS)]
    assert set(neighbours) - needs()
