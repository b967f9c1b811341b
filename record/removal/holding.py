"""Which texts of the record hold words that are to be withheld, and where they stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from record.format import WITHHELD, texts_in
from record.models import Text, Version
from record.removal.places import Matcher
from record.removal.words import Sought


@dataclass(frozen=True)
class TextWithWords:
    """A text: its commitment, where it stands first, whether it is Markdown, and its words."""

    commitment: str
    path: str
    number: int
    is_markdown: bool
    body: str

    @property
    def person(self) -> str | None:
        """The id of the author or signer whose name it is."""
        names = self.path.split(".")
        return names[-2] if names[-1] == "name" and len(names) > 2 else None

    def __str__(self) -> str:
        return f"version {self.number}, {self.path}"


def texts_with_words_of(subject: UUID, sought: Matcher) -> list[TextWithWords]:
    """The open texts of one subject that hold what is sought, in order of appearance."""
    rows = Text.objects.filter(brought_by__subject=subject, body__isnull=False)
    return list(
        _placed(subject, {row.pk: row.body or "" for row in rows if sought.is_in(row.body)})
    )


def texts_with_words(sought: Matcher) -> dict[UUID, list[TextWithWords]]:
    """The open texts that hold what is sought, by subject.

    Where a whole name was sought, the other names of that person are held as well: the record
    knows people by an id, so that one name left would tell the other.
    """
    by_subject = _by_subject(
        (pk, body or "")
        for pk, body in Text.objects.filter(body__isnull=False)
        .values_list("commitment", "body")
        .iterator(2000)
        if sought.is_in(body)
    )
    result = {subject: list(_placed(subject, texts)) for subject, texts in by_subject.items()}
    for subject, others in _names_of(people_in(result, sought)).items():
        known = {text.commitment for text in result.get(subject, [])}
        result.setdefault(subject, []).extend(
            text for text in _placed(subject, others) if text.commitment not in known
        )
    return result


def nearly(sought: Sought, *, most: int = 20) -> list[str]:
    """Where a part of the words stands that may mean the same, for a person to look at."""
    lines: list[str] = []
    texts = Text.objects.filter(body__isnull=False).select_related("brought_by")
    for row in texts.iterator(2000):
        if sought.is_nearly_in(row.body or ""):
            version = row.brought_by
            for text in _placed(version.subject, {row.pk: row.body or ""}):
                lines.append(f"explainer {version.subject}, {text}")
        if len(lines) >= most:
            return [*lines, "… and more"]
    return lines


def people_in(by_subject: dict[UUID, list[TextWithWords]], sought: Matcher) -> set[str]:
    """The ids of the people whose whole names are sought."""
    return {
        text.person
        for texts in by_subject.values()
        for text in texts
        if text.person and sought.masked(text.body) == WITHHELD
    }


def _by_subject(texts: Iterable[tuple[str, str]]) -> dict[UUID, dict[str, str]]:
    wanted = dict(texts)
    by_subject: dict[UUID, dict[str, str]] = defaultdict(dict)
    pks = list(wanted)
    for start in range(0, len(pks), 500):
        rows = Text.objects.filter(pk__in=pks[start : start + 500])
        for pk, subject in rows.values_list("commitment", "brought_by__subject"):
            by_subject[subject][pk] = wanted[pk]
    return by_subject


def _placed(subject: UUID, texts: dict[str, str]) -> Iterator[TextWithWords]:
    left = dict(texts)
    for version in Version.objects.of(subject):
        if not left:
            return
        for path, leaf in texts_in(version.members):
            body = left.pop(leaf["text"], None)
            if body is not None:
                yield TextWithWords(leaf["text"], path, version.number, "rendered" in leaf, body)


def _names_of(people: set[str]) -> dict[UUID, dict[str, str]]:
    """The open texts that are names of `people`, by subject."""
    commitments = {
        leaf["text"]
        for person in people
        for version in Version.objects.filter(sealed__contains=person).iterator(200)
        for path, leaf in texts_in(version.members)
        if path.endswith(f".{person}.name")
    }
    rows = Text.objects.filter(commitment__in=commitments, body__isnull=False)
    return _by_subject((row.pk, row.body or "") for row in rows)
