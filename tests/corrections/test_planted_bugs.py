"""The state machine bites: each bug planted here is found by it, by the same steps every time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import Min
from hypothesis import Phase, seed, settings
from hypothesis.stateful import initialize, run_state_machine_as_test

from articles import rows
from corrections import placing, publishing, reviewing
from record import chain, sealing
from record.sealing import Prepared
from tests.corrections.machine import Editors
from tests.corrections.writers import Writers

# The machine is the same on both engines; that it bites needs showing once.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


class Busy(Editors):
    """The same people with full desks from the start, so that a bug is met in the first run."""

    @initialize()
    def two_explainers_are_published(self) -> None:
        """And a day’s work: two proposals at once, old approvals, one published alone."""
        Writers.two_explainers_are_published(self)
        day: list[Callable[[], None]] = [
            lambda: self.propose(0, 0, "change", 0, further=False, hand_in=True),
            lambda: self.propose(0, 0, "change", 1, further=False, hand_in=True),
            lambda: self.approve(0, 0, alone=False),
            lambda: self.approve(0, 1, alone=False),
            lambda: self.approve(0, 1, alone=False),
            lambda: self.propose(0, 0, "change", 2, further=False, hand_in=True),
            lambda: self.replay(0, 1, 3, edited=True),
            lambda: self.correct(0, 0, "change", 5, 0, alone=True),
            lambda: self.confirm(0, 0),
            self.upgrade,
            lambda: self.note(0, 0, 0, 1),
        ]
        for step in day:
            self.nothing_is_lost_and_nothing_comes_that_was_not_meant()
            step()


Plant = Callable[[pytest.MonkeyPatch], None]


def skipped_signer_check(patch: pytest.MonkeyPatch) -> None:
    """Whoever proposed may approve."""
    patch.setattr(publishing, "_check_signers", lambda *_args: None)


def skipped_confirmer_check(patch: pytest.MonkeyPatch) -> None:
    """Whoever published alone may confirm."""
    patch.setattr(reviewing, "_check", lambda *_args: None)


def changed_row(patch: pytest.MonkeyPatch) -> None:
    """A row says something else than its version."""
    write = rows.section_rows
    patch.setattr(
        rows,
        "section_rows",
        lambda parts: {
            key: columns | {"body": columns["body"].upper()}
            for key, columns in write(parts).items()
        },
    )


def dropped_text(patch: pytest.MonkeyPatch) -> None:
    """A version names a text that was never kept."""
    append = chain.Chain.append

    def forgetful(self: chain.Chain, prepared: Prepared) -> Any:
        del prepared.texts[-1:]
        return append(self, prepared)

    patch.setattr(chain.Chain, "append", forgetful)


def number_twice(patch: pytest.MonkeyPatch) -> None:
    """A public number is counted from the smallest that was given."""
    patch.setattr(placing, "Max", Min)


def lost_merge(patch: pytest.MonkeyPatch) -> None:
    """What others published meanwhile is overwritten by the proposal."""
    patch.setattr(placing, "merged", lambda _base, _theirs, mine, _gone: mine)


def approval_of_anything(patch: pytest.MonkeyPatch) -> None:
    """An approval stands whatever has become of the passage."""
    patch.setattr(publishing, "version_seen", lambda _correction, where, _seal: where.newest)


def rendering_sealed_unsaid(patch: pytest.MonkeyPatch) -> None:
    """Any version seals how words are shown now, be they shown otherwise."""
    always = property(lambda _self: True, lambda _self, _value: None)
    patch.setattr(sealing._Committing, "renders_anew", always, raising=False)


PLANTS = pytest.mark.parametrize(
    "plant",
    [
        skipped_signer_check,
        skipped_confirmer_check,
        changed_row,
        dropped_text,
        number_twice,
        lost_merge,
        approval_of_anything,
        rendering_sealed_unsaid,
    ],
)


def test_without_a_bug_the_same_people_find_none() -> None:
    run_state_machine_as_test(Busy, settings=settings(max_examples=2, stateful_step_count=5))


@pytest.mark.slow
@PLANTS
def test_a_planted_bug_is_found(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    run = settings(
        max_examples=10,
        stateful_step_count=20,
        phases=[Phase.generate],
        database=None,
        report_multiple_bugs=False,
    )
    machine = seed(1)(Busy)
    with pytest.raises((AssertionError, IntegrityError)):
        run_state_machine_as_test(machine, settings=run)
