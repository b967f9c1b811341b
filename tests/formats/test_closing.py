"""The conclusion and the references."""

import pytest

from tests.formats.samples import document

FAQ = "FAQ:\n\nQ: Why?\n\nA: So.\n\n"


@pytest.mark.parametrize(
    "start",
    [
        *(
            "In conclusion, ",
            "in conclusion ",
            "To sum up, ",
            "To sum up ",
            "Overall, ",
            "Overall ",
        ),
        *(
            "In summary, ",
            "In short, ",
            "To conclude, ",
            "Conclusion: ",
            "All in all, ",
            "Overall: ",
        ),
    ],
)
def test_the_last_block_after_the_questions_that_begins_like_one_is_it(start: str) -> None:
    assert document(f"{FAQ}{start}it is so.").conclusion == f"{start}it is so."


@pytest.mark.parametrize(
    "start",
    ["To conclude a treaty", "In short order", "Overalls", "Besides,", "Overall growth"],
)
def test_a_block_that_begins_otherwise_belongs_to_the_last_answer(start: str) -> None:
    read = document(f"{FAQ}{start} they met.")
    assert read.conclusion is None
    assert read.faqs[0].answer == f"So.\n\n{start} they met."


def test_a_sure_one_goes_before_a_guess() -> None:
    read = document(f"{FAQ}In short, yes in Spain.\n\nMore.\n\nIn conclusion, no.")
    assert read.faqs[0].answer == "So.\n\nIn short, yes in Spain.\n\nMore."
    assert read.conclusion == "In conclusion, no."


def test_it_may_have_paragraphs() -> None:
    assert document(f"{FAQ}In conclusion, a.\n\nAnd b.").conclusion == "In conclusion, a.\n\nAnd b."


@pytest.mark.parametrize("heading", ["Conclusion:", "Conclusion", "**Conclusion**", "In summary:"])
@pytest.mark.parametrize("before", [FAQ, "One:\n\nText.\n\n", "A lead.\n\n"])
def test_what_stands_under_its_heading_at_the_end_is_it(heading: str, before: str) -> None:
    assert document(f"{before}{heading}\n\nIt is so.\n\nYes.").conclusion == "It is so.\n\nYes."


def test_an_answer_before_its_heading_keeps_all_paragraphs() -> None:
    read = document(f"{FAQ}Overall, b.\n\nConclusion:\n\nC.")
    assert (read.faqs[0].answer, read.conclusion) == ("So.\n\nOverall, b.", "C.")


def test_without_an_faq_the_last_block_may_be_it() -> None:
    read = document("One:\n\nText.\n\nOverall, it is so.")
    assert (read.sections[0].body, read.conclusion) == ("Text.", "Overall, it is so.")


def test_without_an_faq_only_the_last_block_may_be_it() -> None:
    assert document("One:\n\nText.\n\nOverall, it is so.\n\nMore.").conclusion is None


def test_the_only_block_of_a_section_stays_there() -> None:
    read = document("One:\n\nOverall, it is so.")
    assert (read.sections[0].body, read.conclusion) == ("Overall, it is so.", None)


def test_before_the_faq_it_stays_a_section_in_its_place() -> None:
    read = document(f"Conclusion:\n\nIt is so.\n\n{FAQ}")
    assert (read.sections[0].heading, read.conclusion) == ("Conclusion", None)


@pytest.mark.parametrize("heading", ["References:", "Sources", "source:"])
def test_references_come_last(heading: str) -> None:
    read = document(f"{FAQ}Conclusion:\n\nIt is so.\n\n{heading}\n\nA Book\n\nAnother Book, 1999.")
    assert (read.conclusion, read.references) == ("It is so.", "A Book\n\nAnother Book, 1999.")


def test_sources_elsewhere_are_a_section() -> None:
    read = document("Sources:\n\nWells.\n\nTaps:\n\nPipes.")
    assert [section.heading for section in read.sections] == ["Sources", "Taps"]
    assert read.references is None
