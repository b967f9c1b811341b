"""A change that was seen goes live as it was seen, where it was seen, or is looked at again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from documents.carrying import changed_since, is_carried
from documents.document import Document, Question, Section
from documents.leaf_blocks import LeafBlock, blocks_of
from documents.merging import OverlappingChanges, merged

MEDICINES = Document(
    "Which medicines are safe?",
    lead="Few are.",
    sections=(
        Section("s1", "Aspirin", "For adults.\n\nSafe: no.\n\nAsk a doctor."),
        Section("s2", "Arsenic", "For nobody.\n\nSafe: no.\n\n- Adults: no.\n- Children: no."),
        Section("s3", "All", "| Medicine | Safe |\n|---|---|\n| Aspirin | no |\n| Arsenic | no |"),
    ),
    faqs=(Question("q1", "Is aspirin safe?", "No."), Question("q2", "Is arsenic safe?", "No.")),
)


def with_body(key: str, old: str, new: str, document: Document = MEDICINES) -> Document:
    """The document with words of a section replaced, which stand there once."""
    sections = [
        replace(section, body=(section.body or "").replace(old, new))
        if section.key == key and (section.body or "").count(old) == 1
        else section
        for section in document.sections
    ]
    assert tuple(sections) != document.sections
    return replace(document, sections=tuple(sections))


def stands(then: Document, now: Document, seen: Document = MEDICINES) -> bool:
    """Whether a change that was seen on `seen` goes live on `now` without another look."""
    try:
        coming = merged(seen, now, then)
    except OverlappingChanges:
        return False
    return is_carried(seen, then, now, coming)


ASPIRIN = with_body("s1", "Safe: no.", "Safe: yes.")
IN_TABLE = with_body("s3", "| Aspirin | no |", "| Aspirin | yes |")
IN_LIST = with_body("s2", "- Adults: no.", "- Adults: never.")


@pytest.mark.parametrize("then", [ASPIRIN, IN_TABLE, IN_LIST])
@pytest.mark.parametrize(
    "now",
    [
        MEDICINES,
        replace(MEDICINES, conclusion="Ask first."),
        with_body("s1", "For adults.", "For adults and children."),
        with_body("s1", "Ask a doctor.", "Ask a doctor.\n\nOr two."),
        with_body("s2", "For nobody.", "For nobody at all."),
        replace(MEDICINES, sections=(*MEDICINES.sections, Section("s4", "More", "Later."))),
    ],
)
def test_a_change_of_other_blocks_leaves_it_standing(then: Document, now: Document) -> None:
    assert changed_since(MEDICINES, then, now) == []
    assert stands(then, now)


SWAPPED = replace(
    MEDICINES,
    sections=(
        replace(MEDICINES.sections[0], heading="Arsenic"),
        replace(MEDICINES.sections[1], heading="Aspirin"),
        *MEDICINES.sections[2:],
    ),
)
REORDERED = replace(
    MEDICINES, sections=(MEDICINES.sections[1], MEDICINES.sections[0], MEDICINES.sections[2])
)


@pytest.mark.parametrize(
    ("then", "now", "noun"),
    [
        (ASPIRIN, with_body("s1", "Safe: no.", "Safe: perhaps."), "paragraph"),
        # The same words under the name of another.
        (ASPIRIN, SWAPPED, "paragraph"),
        # An equal paragraph in front: which of the two did she see?
        (ASPIRIN, with_body("s1", "Safe: no.", "Safe: no.\n\nSafe: no."), "paragraph"),
        # Gone there and back at another place.
        (ASPIRIN, replace(with_body("s1", "Safe: no.\n\n", ""), lead="Safe: no."), "paragraph"),
        (with_body("s2", "Safe: no.", "Safe: never."), REORDERED, "paragraph"),
        (IN_TABLE, with_body("s3", "| Medicine | Safe |", "| Medicine | Deadly |"), "row"),
        (
            IN_TABLE,
            with_body("s3", "| Aspirin | no |", "| Aspirin | no |\n| Aspirin | no |"),
            "row",
        ),
        (IN_LIST, with_body("s2", "- Adults: no.", "- Adults: no.\n- Adults: no."), "list item"),
        (IN_LIST, with_body("s2", "Safe: no.", "Unsafe: no."), "list item"),
        (
            replace(MEDICINES, faqs=(replace(MEDICINES.faqs[0], answer="Yes."), MEDICINES.faqs[1])),
            replace(
                MEDICINES,
                faqs=(replace(MEDICINES.faqs[0], question="Is arsenic safe?"), MEDICINES.faqs[1]),
            ),
            "paragraph",
        ),
        (replace(MEDICINES, title="Which are safe?"), SWAPPED, None),
        (replace(MEDICINES, title="A"), replace(MEDICINES, title="B"), "title"),
        (REORDERED, replace(MEDICINES, sections=MEDICINES.sections[::-1]), "order"),
        (
            replace(MEDICINES, sections=(Section("s4", "New", "Now."), *MEDICINES.sections)),
            REORDERED,
            "order",
        ),
        (replace(MEDICINES, sections=MEDICINES.sections[1:]), ASPIRIN, "paragraph"),
        (with_body("s1", "Ask a doctor.", "Ask a doctor.\n\nNow."), REORDERED, None),
        (
            with_body("s1", "Ask a doctor.", "Ask a doctor.\n\nNow."),
            with_body("s1", "Ask a doctor.", "Ask a doctor.\n\nThen."),
            "paragraph",
        ),
    ],
)
def test_a_block_that_is_another_or_elsewhere_needs_another_look(
    then: Document, now: Document, noun: str | None
) -> None:
    """Without a noun nothing that it changes is touched."""
    changed = changed_since(MEDICINES, then, now)
    assert stands(then, now) == (noun is None)
    assert [place.noun for place in changed][:1] == [] if noun is None else changed
    assert noun is None or any(place.noun.startswith(noun) for place in changed)


# ---- Whatever is published between seeing and approving ----

# Few words, so that many blocks are equal.
_blocks = st.sampled_from(["no", "yes", "- no", "- yes", "# no", "# yes", "no yes", "> no"])
_texts = st.lists(_blocks, min_size=1, max_size=6)


@st.composite
def _edited(draw: st.DrawFn, blocks: Sequence[str]) -> list[str]:
    """The blocks after a few changes, each of which somebody may publish."""
    edited = list(blocks)
    for _change in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(edited)))
        match draw(st.sampled_from(["put", "drop", "say", "copy", "move"])):
            case "put":
                edited.insert(place, draw(_blocks))
            case "drop" if len(edited) > 1:
                del edited[place % len(edited)]
            case "say":
                edited[place % len(edited)] = draw(_blocks)
            case "copy":
                edited.insert(place, draw(st.sampled_from(edited)))
            case "move" if len(edited) > 1:
                block = edited.pop(place % len(edited))
                edited.insert(draw(st.integers(0, len(edited))), block)
    return edited


@st.composite
def _times(draw: st.DrawFn) -> tuple[Document, ...]:
    """The base of a proposal, the proposal, what was seen, and what stands by now."""
    first, second = draw(_texts), draw(_texts)
    sides = []
    for _side in range(2):
        sides.append((draw(_edited(first)), draw(_edited(second)), draw(st.booleans())))
    later = sides[1]
    sides.append((draw(_edited(later[0])), draw(_edited(later[1])), draw(st.booleans())))
    return tuple(_document(*side) for side in [(first, second, False), *sides])


def _document(first: Sequence[str], second: Sequence[str], is_turned: bool) -> Document:
    sections = (Section("s1", "A", "\n\n".join(first)), Section("s2", None, "\n\n".join(second)))
    return Document("T", sections=sections[::-1] if is_turned else sections)


@pytest.mark.slow
@settings(max_examples=600)
@given(_times())
@example((_document(["no"], ["no"], False),) * 4)
def test_what_goes_live_is_what_was_seen_where_it_was_seen_or_it_is_void(
    times: tuple[Document, ...],
) -> None:
    base, mine, seen, now = times
    try:
        then, coming = merged(base, seen, mine), merged(base, now, mine)
    except OverlappingChanges:
        return
    if not is_carried(seen, then, now, coming):
        return
    _only_what_was_seen_changes(seen, then, now, coming)


def _only_what_was_seen_changes(
    seen: Document, then: Document, now: Document, coming: Document
) -> None:
    """Told without any comparison of sequences: by how often each block stands on each side."""
    for key in ("s1", "s2"):
        old, new, by_now, live = (
            blocks_of(document)[key, "body"] for document in (seen, then, now, coming)
        )
        went, came = Counter(old) - Counter(new), Counter(new) - Counter(old)
        assert Counter(by_now) - Counter(live) == went
        assert Counter(live) - Counter(by_now) == came
        for block in went:
            # It is the same of as many.
            assert _texts_of(old).count(block.text) == _texts_of(by_now).count(block.text)
    if [part.key for part in seen.sections] != [part.key for part in then.sections]:
        assert [part.key for part in coming.sections] == [part.key for part in then.sections]
        assert [part.key for part in now.sections] == [part.key for part in seen.sections]
    else:
        assert [part.key for part in coming.sections] == [part.key for part in now.sections]


def _texts_of(blocks: Sequence[LeafBlock]) -> list[str]:
    return [block.text for block in blocks]


@pytest.mark.slow
@settings(max_examples=300)
@given(_texts)
def test_the_blocks_of_a_text_are_all_of_it_but_white_space(texts: list[str]) -> None:
    source = "\n\n".join(texts)
    blocks = blocks_of(Document("T", lead=source))["explainer", "lead"]
    assert "".join("".join(block.text for block in blocks).split()) == "".join(source.split())
