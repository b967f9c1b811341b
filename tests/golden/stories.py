"""Explainers of our own making: the same number always gives the same words."""

import random
from dataclasses import dataclass

_THINGS = [
    *("quorum", "minute book", "casting vote", "standing order", "point of order", "tally sheet"),
    *("lighthouse", "tide table", "harbour light", "lock gate", "towpath", "drawbridge"),
    *("seed bank", "crop rotation", "hedgerow", "beehive", "water meadow", "coppice"),
    *("sundial", "leap year", "time zone", "almanac", "calendar reform", "star chart"),
    *("census", "land register", "milestone", "survey chain", "contour line", "postal code"),
]
_ACTORS = ["a clerk", "the keeper", "an engineer", "the council", "a surveyor", "each member"]
_DEEDS = ["counts", "checks", "repairs", "records", "measures", "announces", "compares"]
_PLACES = ["in the north", "at low water", "before noon", "in every parish", "on paper", "by hand"]
_REASONS = [
    "because nobody remembers everything",
    "so that a mistake is noticed",
    "although it costs a morning",
    "which *once* took weeks",
    "and that is **the rule**",
    "as the [handbook](https://example.org/handbook) says",
]
_HEADINGS = ["Where it comes from", "How it works", "Who looks after it", "What goes wrong"]
_PEOPLE = ["Ines Adeyemi", "Tomas Lindqvist", "Mei-Ling Okafor", "Jürgen Sørensen"]
_TOPICS = ["Assemblies", "Coasts", "Fields", "Time", "Maps"]


@dataclass(frozen=True)
class Story:
    """What an explainer says, before any format: bodies and answers are Markdown."""

    number: int
    title: str
    standfirst: str
    date: str
    authors: list[str]
    topics: list[str]
    lead: str
    sections: list[tuple[str, str]]
    faqs: list[tuple[str, str]]
    conclusion: str
    references: str

    @property
    def slug(self) -> str:
        """The last part of an address."""
        letters = (sign if sign.isalnum() else "-" for sign in self.title.lower())
        return "-".join(part for part in "".join(letters).split("-") if part)


def story(number: int) -> Story:
    """The explainer of that number."""
    chance = random.Random(f"story {number}")
    thing = _THINGS[number % len(_THINGS)]
    which = "" if number < len(_THINGS) else f" of district {number // len(_THINGS)}"
    sections = [
        (heading, _body(chance, thing, shape)) for shape, heading in enumerate(_HEADINGS, number)
    ]
    return Story(
        number=number,
        title=f"What is a {thing}{which}?",
        standfirst=f"Why a {thing} matters to people who never see one.",
        date=f"20{10 + number % 14}-{1 + number % 12:02}-{1 + number % 28:02}",
        authors=chance.sample(_PEOPLE, 1 + number % 2),
        topics=chance.sample(_TOPICS, 1 + number % 3),
        lead=paragraph(chance, thing),
        sections=sections[: 2 + number % 3],
        faqs=[
            (f"Is a {thing} old?", paragraph(chance, thing)),
            ("Who pays for it?", f"{paragraph(chance, thing)}\n\n{paragraph(chance, thing)}"),
            ("Can it be moved?", paragraph(chance, thing)),
        ][: number % 4],
        conclusion=f"A {thing} is worth what people write down about it.",
        references=f"[Handbook of the {thing}](https://example.org/books/{number}), 2019.",
    )


def paragraph(chance: random.Random, thing: str) -> str:
    """Two to four sentences about a thing."""
    sentences = [
        f"{chance.choice(_ACTORS).capitalize()} {chance.choice(_DEEDS)} the {thing}"
        f" {chance.choice(_PLACES)} {chance.randint(2, 400)} times a year,"
        f" {chance.choice(_REASONS)}."
        for _ in range(chance.randint(2, 4))
    ]
    return " ".join(sentences)


def _body(chance: random.Random, thing: str, shape: int) -> str:
    """A paragraph, and behind it something that is none."""
    first, second = paragraph(chance, thing), paragraph(chance, thing)
    more = [
        f"- one {thing}\n- two of them\n  1. counted\n  2. compared\n- none",
        f"| Year | {thing.capitalize()} |\n|---|---:|\n| 1901 | 12 |\n| 1902 | 15 |",
        f"> Nobody owns a {thing}.\n>\n> It is lent.",
        "```\nfor each in year:\n    count(each) * 2\n```",
        f"{second}\n\n### In detail\n\n{paragraph(chance, thing)}",
        f"{second} Café – 10 °C, ½ and “so on”.",
        f"It is *quite **old***, ~~new~~ and `plain`.[^1]\n\n[^1]: Some say {thing}.",
    ]
    return f"{first}\n\n{more[shape % len(more)]}"
