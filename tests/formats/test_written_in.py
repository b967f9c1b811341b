"""The language of a text that says none: as the text shows it, and only where that is plain."""

import pytest

from formats.composing.inferring import language_written
from formats.html.page import parse_html
from formats.markdown.source import parse_markdown
from formats.text.plain_text import parse_plain_text

TEXTS = {
    "en": "The rule of the house is that a vote counts if most of the members are in the room. ",
    "de": "Die Regel des Hauses ist, dass eine Stimme nicht zählt, wenn zu wenige der Mitglieder"
    " auf dem Platz sind. ",
    "fr": "La règle de la chambre est que les voix ne comptent pas si une partie des membres n’est"
    " pas dans la salle. ",
    "es": "La regla de la cámara es que los votos no cuentan si una parte de los miembros no está"
    " en la sala con las demás. ",
    "pl": "Zasada izby jest taka, że głos nie liczy się, jeśli na sali nie ma dość osób z izby. ",
    "ar": "قاعدة المجلس أن الأصوات لا تحسب إذا كان عدد الأعضاء في القاعة قليلا. ",
    "fa": "قاعدهٔ مجلس این است که اگر گروه بزرگی از نمایندگان نباشند رأی‌گیری"
    " پذیرفته نمی‌شود چون گپ است. ",
    "he": "הכלל בבית הוא שהקולות אינם נספרים אם מעט מדי חברים נמצאים באולם. ",
    "ru": "Правило палаты таково, что голоса не считаются, если в зале мало её членов. ",
    "uk": "Правило палати таке, що голоси не рахуються, якщо в залі замало її членів і"
    " їх не чути. ",
    "ja": "議場にいる議員の数が足りないとき、その票は数えられないという決まりがある。",
    "zh": "按照议院的规则，如果在场的议员人数不足，投票就不算数，这条规则已经很老了。",
    "ko": "의원이 회의장에 너무 적으면 표를 세지 않는다는 것이 의회의 규칙이다. ",
    "hi": "सदन का नियम यह है कि यदि सदस्य कम हों तो मत नहीं गिने जाते। ",
    "th": "กฎของสภาคือคะแนนเสียงไม่นับหากมีสมาชิกในห้องน้อยเกินไป ",
    "el": "Ο κανόνας της βουλής είναι ότι οι ψήφοι δεν μετρούν αν τα μέλη είναι λίγα. ",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_is_known_by_its_words(language: str) -> None:
    other = "de" if language == "en" else "en"
    assert language_written(TEXTS[language] * 9, other) == language


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_in_the_language_given_keeps_it_with_its_region(language: str) -> None:
    assert language_written(TEXTS[language] * 9, f"{language}-XA") == f"{language}-XA"


@pytest.mark.parametrize(
    ("text", "given"),
    [
        (TEXTS["de"], "en"),
        (TEXTS["de"] * 9 + TEXTS["en"] * 12, "en"),
        ("Quorum, quota, quote. " * 60, "en"),
        (TEXTS["ar"] * 9, "ckb"),
        (TEXTS["de"] * 9, "ast"),
        (TEXTS["de"] * 9, "und"),
        ("12 345 678 " * 60, "en"),
    ],
)
def test_a_doubt_leaves_the_language_that_was_given(text: str, given: str) -> None:
    assert language_written(text, given) == given


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Fyrpasseren tænder lampen hver aften og slukker den om morgenen. I dag bor der ikke"
         " længere nogen i tårnet, fordi lampen passer sig selv hele natten.", "da"),
        ("Fyrvokteren tenner lampen hver kveld og slukker den om morgenen. Nå bor det ikke noen i"
         " tårnet lenger, fordi lampen passer på seg selv gjennom hele natten.", "nb"),
        (TEXTS["uk"] * 3, "uk"),
        (TEXTS["ru"] * 3, "ru"),
    ],
)  # fmt: skip
def test_neighbours_are_told_apart(text: str, language: str) -> None:
    assert language_written(text, "en") == language


def test_another_language_in_the_same_letters_is_told() -> None:
    assert language_written(TEXTS["ru"] * 9, "bg") == "ru"


@pytest.mark.parametrize("given", ["da", "nb"])
def test_between_near_neighbours_the_given_one_stays(given: str) -> None:
    text = "Fyrvokteren tenner lampen hver kveld og slukker den igjen om morgenen. "
    assert language_written(text * 9, given) == given


def test_signs_that_nobody_sees_change_nothing() -> None:
    assert language_written(TEXTS["de"].replace(" ", "\u0001 \ufffe") * 9, "en") == "de"


def test_each_reader_asks_and_says_so() -> None:
    said = "nothing says its language; its letters and words are plainly of “ar”, not of “en”"
    text = TEXTS["ar"] * 9
    page = parse_html(f"<title>سؤال</title><article><p>{text}</p></article>".encode())
    markdown = parse_markdown(f"# سؤال\n\n{text}\n".encode())
    plain = parse_plain_text(f"date 2021-05-03 سؤال\n\n{text}\n".encode())
    for reading in (page, markdown, plain):
        assert reading.document.language == "ar"
        assert said in [note.message for note in reading.notes]


def test_what_a_source_says_goes_before_its_words() -> None:
    page = f'<html lang="en"><title>Q</title><article><p>{TEXTS["de"] * 9}</p></article></html>'
    assert parse_html(page.encode()).document.language == "en"
