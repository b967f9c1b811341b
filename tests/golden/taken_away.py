"""Proposals and reports in every state, schedules, and what is taken away."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.golden.cases import EXPLAINED, SOURCE, SPEAKER, retitled, unchanged
from tests.golden.house import (
    Article,
    Correction,
    Document,
    ErrorReport,
    Section,
    Version,
    accept,
    decline,
    mark_duplicate,
    propose,
    publish,
    reject,
    schedule,
    send_back,
    submit,
    withdraw,
    words_of,
    write_draft,
)
from tests.golden.site import Building, signer

#: Scheduled drafts wait for it, longer than any outputs are collected.
FAR = datetime(2060, 1, 1, tzinfo=UTC)
#: It is withheld from everything at the end.
SECRET = "Zebulon Quackenbush"


def proposals(building: Building) -> None:
    """Proposals in each state that isn't published."""
    article = building.fetch("what-is-a-drawbridge")
    names = ("draft", "review", "rejected", "withdrawn", "back", "incomplete")
    made = {
        name: building.proposal(article, retitled(f"What is a drawbridge, {name}?"))
        for name in names[:-1]
    }
    building.proposal(article, retitled("What is it?"), why="", right="", cause="", sources=())
    for name in ("review", "rejected", "withdrawn", "back"):
        submit(made[name], by=signer("ada"))
    reject(made["rejected"], by=signer("grace"), reason="It was right as it stood.")
    withdraw(made["withdrawn"], by=signer("ada"))
    send_back(made["back"], by=signer("grace"), comment="Say which edition.")


def reports(building: Building) -> None:
    """Readers report errors: some are accepted, declined, found to repeat another, or spam."""
    for slug in ("what-is-a-drawbridge", "speaker", "what-is-a-lock-gate"):
        for number in range(3):
            trap = {"homepage": "https://spam.example"} if slug == "speaker" and number == 2 else {}
            building.report(
                slug,
                wrong=f"It is wrong, says reader {number}.",
                name=f"Reader {number}",
                email=f"reader{number}@example.org",
                **trap,
            )
    reports = list(ErrorReport.objects.order_by("pk"))
    accept(reports[0], by=signer("ada"))
    decline(reports[1], by=signer("grace"), reason="It says so in the book.")
    mark_duplicate(reports[2], by=signer("grace"), of=reports[0])
    correction = accept(reports[3], by=signer("ada"))
    reject_later = _submitted(correction)
    reject(reject_later, by=signer("grace"), reason="We looked, and it is right.")


def _submitted(correction: Correction) -> Correction:
    """A proposal that a report began, completed and handed to review."""
    for name, value in EXPLAINED.items():
        setattr(correction, name, value)
    correction.kind, correction.severity = "editors_note", "minor"
    correction.save()
    return submit(correction, by=signer("ada"))


def scheduled(building: Building) -> None:
    schedule(building.fetch("what-is-a-time-zone-of-district-1"), at=FAR, by=signer("grace"))
    other = Article(slug="not-yet-whole")
    write_draft(other, Document("Not yet whole", lead="Something."))


def removals(building: Building) -> None:
    """Whole explainers go: for privacy, by law, destroyed, and one that comes back."""
    by = ("--by", "ada", "--approved-by", "grace")
    for slug, reason, more in (
        ("what-is-a-census", "privacy", ("--notice", "Somebody asked us to.")),
        ("what-is-a-milestone", "law", ("--notice", "A court ordered it.")),
        ("what-is-a-survey-chain", "privacy", ("--destroy",)),
        ("what-is-an-almanac", "safety", ()),
        ("what-is-a-almanac", "safety", ()),
    ):
        building.command("withhold", "--article", slug, "--reason", reason, *more, *by)
        building.command("withhold", "--article", slug, "--reason", reason, *more, *by, "--apply")


def reinstated(building: Building) -> None:
    article = building.fetch("what-is-a-almanac")
    last = Version.objects.of(article.pk).filter(number=1).get()
    correction = propose(
        article,
        words_of(last),
        by=signer("ada"),
        kind="reinstatement",
        right="The danger is over.",
    )
    publish(submit(correction, by=signer("ada")), by=signer("grace"))


def secret(building: Building) -> None:
    """A name in a text, an address, a proposal and a report is taken out of everything."""
    document = Document(
        f"Who was {SECRET}?",
        lead=f"{SECRET} kept the bell. He lived in Aden.",
        sections=(Section("s1", f"The house of {SECRET}", "It stood by the water."),),
    )
    article = building.published(document, "zebulon-quackenbush")
    moved = f"{SECRET} kept the bell in Brno."
    building.correct(article, lambda one: replace(one, lead=moved), discovered="")
    building.proposal(article, retitled(f"Who is {SECRET}?"))
    keepers = Document("Who kept the bell?", lead="Some did.", sections=SPEAKER.sections)
    source = SOURCE | {"title": f"Letters of {SECRET}", "quoted": f"I am {SECRET}."}
    named = f"Some did, and **{SECRET}** did it longest."
    building.correct(
        building.published(keepers, "keepers"),
        lambda one: replace(one, lead=named),
        discovered="",
        sources=(source,),
        right=f"{SECRET} kept it.",
    )
    building.report("who-kept-the-bell", wrong=f"His name was {SECRET} the younger.")
    building.command("withhold", "--words", SECRET, *_WITHHOLD)


_WITHHOLD = ("--reason", "privacy", "--by", "ada", "--alone", "It is night.")


def withheld(building: Building) -> None:
    building.command("withhold", "--words", SECRET, *_WITHHOLD, "--apply")


def last(building: Building) -> None:
    """Retracted for good, reviewed, and everything verified."""
    building.correct(building.fetch("what-is-a-hedgerow"), unchanged, kind="retraction")
    Article.objects.filter(slug="what-is-a-beehive").update(reviewed_on="2030-02-01")
    building.command("verify_record")
