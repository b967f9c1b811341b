"""Settings are described once, in `.env.example`; the page in `docs/` says the same."""

import re

from tests.house.settings_page import EXAMPLE, ROOT, settings_page

PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_the_page_of_settings_is_made_from_the_example_file() -> None:
    assert settings_page(EXAMPLE.read_text(encoding="utf-8")) == PAGE


def test_the_page_describes_just_the_settings_of_the_example_file() -> None:
    of_example = re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.M)
    headings = re.findall(r"^### (.+)$", PAGE, re.M)
    assert [name for heading in headings for name in re.findall(r"`(\w+)`", heading)] == of_example


def test_each_setting_says_what_it_is_when_nobody_sets_it() -> None:
    described = PAGE.split("\n### ")[1:]
    assert [text.partition("\n")[0] for text in described if "Default: " not in text] == []
