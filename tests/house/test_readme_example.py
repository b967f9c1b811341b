"""What the README says to type works as it is printed."""

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.house.documentation import ROOT, text_of

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


def typed_in_readme() -> str:
    """The blocks from the one that makes two people to the end of the tour."""
    blocks = re.findall(r"^   ```\n(.*?)^   ```$", text_of(ROOT / "README.md"), re.M | re.S)
    return "\n".join(dedent(block) for block in blocks if "manage.py" in block)


def test_the_tour_of_the_readme_makes_people_and_publishes_a_correction(tmp_path: Path) -> None:
    command = f"{sys.executable} {ROOT / 'manage.py'}"
    typed = typed_in_readme().replace(".venv/bin/python manage.py", command)
    environment = os.environ | {"STATE_DIR": str(tmp_path / "state"), "DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "site_config.settings"
    run = subprocess.run(
        ["bash", "-ec", f"{command} migrate --verbosity 0\n{command} load_demo\n{typed}"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert "published 1 /corrections/9/" in run.stdout
    assert "The record holds: 13 versions of 4 explainers." in run.stdout
