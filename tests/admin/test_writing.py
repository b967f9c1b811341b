"""One page writes a whole explainer."""

import pytest

from articles.models import Article, Author, Topic
from tests.admin.cast import ADD, a_draft, a_sheet, desk_of, page_of, sheet_of, text_of

pytestmark = pytest.mark.django_db


def keys(article: Article) -> list[tuple[str, str]]:
    return list(article.sections.values_list("key", "heading"))


def test_one_page_writes_a_whole_explainer() -> None:
    author = Author.objects.create(name="Standards desk", slug="desk")
    topic = Topic.objects.create(name="Water", slug="water")
    sheet = a_sheet(
        standfirst="A short answer.",
        first_published="2023-11",
        lead="It *depends*.",
        conclusion="So it does.",
        references="- A book",
        topics=[str(topic.pk)],
        reviewed_on="2026-11-01",
        sections=[{"heading": "Wetness", "body": "A property."}],
        questions=[{"question": "Is ice?", "answer": "No."}],
        bylines=[{"author": str(author.pk), "name": ""}],
    )

    desk_of("ada").post(ADD, sheet)

    article = Article.objects.get(slug="is-water-wet")
    assert (article.lead, article.first_published) == ("It *depends*.", "2023-11")
    assert keys(article) == [("s1", "Wetness")]
    assert list(article.faqs.values_list("key", "answer")) == [("q1", "No.")]
    assert list(article.authors.all()) == [author]
    assert list(article.topics.all()) == [topic]


def test_an_empty_address_is_made_from_the_title() -> None:
    desk_of("ada").post(ADD, a_sheet(title="Où est l’eau ?", slug=""))

    assert Article.objects.get().slug == "ou-est-leau"


def test_the_source_is_kept_to_the_letter() -> None:
    body = "\n\n  Two blanks before,  \r\nand after.\t\n"

    desk_of("ada").post(ADD, a_sheet(lead=body))

    assert Article.objects.get().lead == body.replace("\r\n", "\n")


def test_a_position_that_was_typed_moves_a_section_up() -> None:
    draft = a_draft()
    sheet = sheet_of(draft) | {"sections-1-ORDER": "1"}

    desk_of("ada").post(page_of(draft), sheet)

    assert keys(draft) == [("s2", "The saying"), ("s1", "Samples")]


def test_a_new_section_gets_the_next_key() -> None:
    draft = a_draft()
    sections = [
        {"key": "s1", "heading": "Samples", "ORDER": 1},
        {"key": "s2", "heading": "The saying", "ORDER": 2},
        {"heading": "New", "ORDER": 3},
    ]

    desk_of("ada").post(page_of(draft), sheet_of(draft, sections=sections))

    assert keys(draft) == [("s1", "Samples"), ("s2", "The saying"), ("s3", "New")]


def test_a_key_of_a_removed_section_is_not_given_in_the_same_save() -> None:
    draft = a_draft()
    sections = [
        {"key": "s1", "heading": "Samples", "ORDER": 1},
        {"key": "s2", "heading": "The saying", "ORDER": 2, "DELETE": "on"},
        {"heading": "New", "ORDER": 3},
    ]

    desk_of("ada").post(page_of(draft), sheet_of(draft, sections=sections))

    assert keys(draft) == [("s1", "Samples"), ("s3", "New")]


def test_a_key_that_the_server_did_not_give_is_not_taken() -> None:
    draft = a_draft()
    sections = [{"key": "s77", "heading": "Crafted", "ORDER": 1}]

    desk_of("ada").post(page_of(draft), sheet_of(draft, sections=sections))

    assert keys(draft) == [("s3", "Crafted")]


def test_an_empty_part_at_the_end_is_nothing() -> None:
    sheet = a_sheet(
        sections=[{"heading": "One", "body": ""}, {"heading": "", "body": "", "ORDER": 2}]
    )

    desk_of("ada").post(ADD, sheet)

    assert keys(Article.objects.get()) == [("s1", "One")]


def test_a_section_that_was_emptied_is_refused_beside_its_field() -> None:
    draft = a_draft()
    sheet = sheet_of(draft) | {"sections-0-heading": "", "sections-0-body": " \n"}

    response = desk_of("ada").post(page_of(draft), sheet)

    assert "Write a heading or a text, or remove this section." in text_of(response)
    assert keys(draft) == [("s1", "Samples"), ("s2", "The saying")]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "This field is required."),
        ("title", "A\x00B", "Line 1 holds a control character (U+0000)"),
        ("title", "two\nlines", "This has several lines; expected one."),
        ("title", "x" * 501, "Ensure this value has at most 500 characters (it has 501)."),
        ("language", "no language", "expected a language tag such as en or es-MX"),
        ("first_published", "soon", "Write the date as far as it is known"),
        ("reviewed_on", "yesterday", "Enter a valid date."),
        ("slug", "Not A Slug", "Use lower-case letters, digits and single hyphens"),
        ("lead", "![x](https://example.org/x.png)", "is not kept here"),
        ("lead", "right \u202e left", "holds a bidirectional override"),
        ("topics", "999", "Select a valid choice."),
    ],
)
def test_what_is_refused_is_said_beside_its_field(field: str, value: str, message: str) -> None:
    response = desk_of("ada").post(ADD, a_sheet(**{field: value}))

    page = response.content.decode()
    place = page.index(f'class="field field-{field} field-wrong')
    assert message in text_of(response)
    assert 'class="errorlist' in page[place:]
    assert not Article.objects.exists()


def test_an_author_named_twice_is_refused() -> None:
    author = Author.objects.create(name="Standards desk", slug="desk")
    twice = [{"author": str(author.pk), "name": ""}, {"author": str(author.pk), "name": "Desk"}]

    response = desk_of("ada").post(ADD, a_sheet(bylines=twice))

    assert "Standards desk is named twice." in text_of(response)


@pytest.mark.slow
def test_more_parts_than_a_document_may_have_are_refused() -> None:
    sheet = a_sheet(sections=[{"heading": f"{number}"} for number in range(2001)])

    response = desk_of("ada").post(ADD, sheet)

    assert "Please submit at most 2000 forms." in text_of(response)


def test_an_address_that_another_explainer_has_is_refused() -> None:
    a_draft(slug="taken")

    response = desk_of("ada").post(ADD, a_sheet(slug="taken"))

    assert "Another explainer has, or had, this address." in text_of(response)


def test_a_byline_without_a_name_of_its_own_follows_the_author() -> None:
    author = Author.objects.create(name="Standards desk", slug="desk")
    desk_of("ada").post(ADD, a_sheet(bylines=[{"author": str(author.pk), "name": ""}]))

    assert Article.objects.get().bylines.get().name == ""


def test_a_save_without_a_change_says_so_and_counts_no_edition() -> None:
    draft = a_draft()

    response = desk_of("ada").post(page_of(draft), sheet_of(draft), follow=True)

    assert "Nothing had changed" in text_of(response)
    assert Article.objects.get().edition == draft.edition


def test_publish_on_the_sheet_saves_first_and_then_asks() -> None:
    draft = a_draft()
    sheet = sheet_of(draft, title="Better") | {"_publish": ""}

    response = desk_of("ada").post(page_of(draft), sheet)

    assert response.headers["Location"] == page_of(draft, "publish")
    assert Article.objects.get().title == "Better"


def test_a_form_that_was_tampered_with_is_refused_without_a_crash() -> None:
    sheet = {name: value for name, value in a_sheet().items() if "FORMS" not in name}

    response = desk_of("ada").post(ADD, sheet)

    assert response.status_code == 200
    assert not Article.objects.exists()
