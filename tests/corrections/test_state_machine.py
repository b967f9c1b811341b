"""Any steps by any editors in any order keep the promise (the invariants of the design).

`machine` has the steps, `watching` what is compared after each, `model` what must come of them;
`test_planted_bugs` shows that they bite.
"""

import pytest
from django.db import connection
from hypothesis import seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import IN_CI
from tests.corrections.machine import Editors

pytestmark = pytest.mark.django_db

# In shards, so that they spread over the processes of a run.
_SHARDS = 8
_RUNS = {"sqlite": 200 if IN_CI else 40, "postgresql": 40 if IN_CI else 16}


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(_SHARDS))
def test_any_steps_keep_the_promise(shard: int) -> None:
    runs = -(-_RUNS[connection.vendor] // _SHARDS)
    run = settings(max_examples=runs, stateful_step_count=20, print_blob=True)
    machine = type(f"Editors{shard}", (Editors,), {})
    # Other steps in each shard, and by hand other ones each time; in CI the same, so that what
    # fails there is the change at hand.
    run_state_machine_as_test(seed(shard)(machine) if IN_CI else machine, settings=run)
