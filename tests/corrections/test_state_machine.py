"""Any steps by any editors in any order keep the promise (the invariants of the design)."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.corrections.machine import Editors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("shard", range(1))
def test_any_steps(shard: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Editors,
        settings=settings(
            max_examples=int(__import__("os").environ.get("N", "5")),
            phases=[Phase.generate],
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
