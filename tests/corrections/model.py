"""What must hold of a site, in plain values: the model that the state machine compares it with.

Words stand in fixed slots of each part, and every new word is a new one, so that a merge can be
told slot by slot, without any of the site's own code.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from corrections.kinds import KINDS
from corrections.models import State
from documents.document import Document, Question, Section

MARK = "[withheld]"
#: How a part may end: a minor fix changes the one into the other.
ENDINGS = ("...", "…")
# Stands between any two slots and never changes, so that no two changes touch each other.
_BETWEEN = " then "
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmprstvz" for vowel in "aeiou"]

#: place -> its words, the ending last. Places: title, lead, s:HEADING, q:QUESTION, in order.
Words = dict[str, tuple[str, ...]]


def new_word(number: int) -> str:
    """A word of six letters, another for every number."""
    number = number * 7919 % len(_SYLLABLES) ** 3
    digits = (number // len(_SYLLABLES) ** power % len(_SYLLABLES) for power in range(3))
    return "".join(_SYLLABLES[digit] for digit in digits)


def text_of(words: tuple[str, ...], *, markdown: bool = True) -> str:
    """The text that holds these words."""
    mark = MARK.replace("[", r"\[").replace("]", r"\]") if markdown else MARK
    told = [mark if word == MARK else word for word in words]
    return _BETWEEN.join(told[:-1]) + _BETWEEN.rstrip() + told[-1]


def words_of(text: str) -> tuple[str, ...]:
    """The words that a text holds; the other way round than `text_of`."""
    ending = next(one for one in ENDINGS if text.endswith(one))
    told = text.removesuffix(_BETWEEN.rstrip() + ending).replace("\\", "").split(_BETWEEN)
    return (*told, ending)


def read(document: Document) -> tuple[Words, dict[str, str]]:
    """The words of a document, and the key of each of its parts by place."""
    words = {"title": words_of(document.title), "lead": words_of(document.lead or "")}
    keys: dict[str, str] = {}
    for section in document.sections:
        words[f"s:{section.heading}"] = words_of(section.body or "")
        keys[f"s:{section.heading}"] = section.key
    for question in document.faqs:
        words[f"q:{question.question}"] = words_of(question.answer)
        keys[f"q:{question.question}"] = question.key
    return words, keys


def written(words: Words, keys: Mapping[str, str]) -> Document:
    """The document that holds these words, byte for byte."""
    parts = [(place, place[2:], text_of(held)) for place, held in words.items() if place in keys]
    return Document(
        title=text_of(words["title"], markdown=False),
        lead=text_of(words["lead"]),
        sections=tuple(Section(keys[p], name, text) for p, name, text in parts if p[0] == "s"),
        faqs=tuple(Question(keys[p], name, text) for p, name, text in parts if p[0] == "q"),
    )


def shown(words: Words, gone: Collection[str]) -> Words:
    """These words as readers see them once the words `gone` are withheld."""
    return {
        place: tuple(MARK if word in gone else word for word in held)
        for place, held in words.items()
    }


def merged(base: Words, theirs: Words, mine: Words) -> Words | None:
    """Both sides' changes, slot by slot; None where both changed the same slot or part."""
    result: Words = {}
    for place in {**theirs, **mine}:
        old, now, new = base.get(place), theirs.get(place), mine.get(place)
        if now is None or new is None:
            if old is not None and old not in (now, new):
                return None
            if old is None:
                result[place] = now or new or ()
            continue
        slots = [_slot(*one) for one in zip(old or now, now, new, strict=True)]
        if None in slots:
            return None
        result[place] = tuple(slot for slot in slots if slot)
    return result


def _slot(old: str, now: str, new: str) -> str | None:
    if new in (old, now):
        return now
    return new if now == old else None


@dataclass
class Seen:
    """A version as readers have seen it."""

    subject: UUID
    number: int
    sealed: str
    kind: str
    status: str
    words: Words
    told: str = ""


@dataclass
class Next:
    """What a step must bring: a version of that kind, with these words, and nothing else."""

    subject: UUID
    kind: str
    status: str
    words: Words
    signers: set[tuple[UUID, str]] = field(default_factory=set)
    told: str = ""
    proposal: "Proposal | None" = None


@dataclass(eq=False)
class Proposal:
    """A correction as its editors left it."""

    pk: int
    subject: UUID
    base: Words
    mine: Words
    kind: str
    by: UUID
    told: str
    state: str = State.DRAFT
    edition: int = 0
    follows: "Proposal | None" = None
    hands: set[UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.hands.add(self.by)

    def signed(self, by: UUID) -> set[tuple[UUID, str]]:
        """Who signs in which role, where `by` publishes it."""
        helpers = {(pk, "contributor") for pk in self.hands - {self.by, by}}
        role = "publisher" if self.by == by else "approver"
        return {(self.by, "proposer"), (by, role), *helpers}

    @property
    def is_open(self) -> bool:
        """Whether it can still be decided about."""
        return self.state in (State.DRAFT, State.IN_REVIEW)

    @property
    def adds(self) -> bool:
        """Whether it brings a part along."""
        return not self.mine.keys() <= self.base.keys()

    def is_ready(self, status: str, gone: Collection[str]) -> bool:
        """Whether it may go to review, or be published, for an explainer of that status."""
        changes = shown(self.base, gone) != shown(self.mine, gone)
        fits = {"retraction": ("live",), "reinstatement": ("retracted", "removed")}
        allowed = status in fits.get(self.kind, ("live", "retracted"))
        quiet = self.kind in ("minor_fix", "copy_edit")
        if quiet and _but_endings(self.base) != _but_endings(self.mine):
            return False  # More than typography changes: one word becomes another.
        if self.kind == "addition" and not self.base.items() <= self.mine.items():
            return False  # What stood there changes too.
        return allowed and changes == KINDS[self.kind].words


def _but_endings(words: Words) -> dict[str, tuple[str, ...]]:
    """The words without the signs that a minor fix may change."""
    return {
        place: tuple(slot for slot in slots if slot not in ENDINGS)
        for place, slots in words.items()
    }
