"""Who signs in is in the log, by number; who doesn't is there without what was typed."""

import logging

import pytest
from django.contrib.auth.models import User
from django.test import Client


@pytest.mark.django_db
def test_who_signs_in_is_logged_by_number(caplog: pytest.LogCaptureFixture) -> None:
    ada = User.objects.create_user("ada", password="a long password")
    with caplog.at_level(logging.INFO, logger="corrigenda.events"):
        assert Client().login(username="ada", password="a long password")
    assert [line for line in caplog.messages if line.startswith("sign_in")] == [
        f"sign_in.done user={ada.pk}"
    ]


@pytest.mark.django_db
def test_what_was_typed_in_vain_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert not Client().login(username="my password by mistake", password="x")
    assert "sign_in.refused" in caplog.messages
    assert "mistake" not in caplog.text
