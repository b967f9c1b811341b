"""What each fixture of a variant gives: its document in outline, and the marks that are dropped."""

from tests.formats.expected_faqs import WITH_QUESTIONS
from tests.formats.samples import Expected

EXPECTED = {
    **WITH_QUESTIONS,
    "bare_title": Expected(
        "Where Does Tap Water Come From?",
        None,
        headings=("The source", "The works"),
        conclusion="In short, a",
    ),
    "byline": Expected(
        "Why Do Bridges Hum?",
        "2024-02-11",
        headings=("The railing",),
        dropped="date 2024-02-11",
    ),
    "lists": Expected(
        "What Belongs in a First-Aid Box",
        "2023-09-09",
        headings=("What the law asks for", "A Blanket"),
        dropped="date 2023-09-09",
    ),
    "no_lead": Expected(
        "Two Ways to Boil an Egg",
        "2020",
        headings=("From cold water", "From boiling water"),
        conclusion="To sum up,",
        dropped="date 2020",
        has_lead=False,
    ),
    "sections_without_faq": Expected(
        "How a Bill Becomes a Law",
        "2017-10",
        headings=("Introduction", "The Committee", "The Vote"),
        conclusion="A law is",
        dropped="date 2017-10 Conclusion:",
        has_lead=False,
    ),
}
