"""What a person is told: a phrase becomes a sentence, and a sentence stays one."""

import pytest

from record.refusals import UserFacing


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("this explainer was removed", "This explainer was removed."),
        ("Say why.", "Say why."),
        ("“Moon” is published already", "“Moon” is published already."),
        ("really?", "Really?"),
    ],
)
def test_a_message_is_told_as_a_sentence(message: str, sentence: str) -> None:
    assert UserFacing(message).sentence == sentence
