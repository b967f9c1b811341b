"""What a person is told: the one type of exception whose words are meant for people.

Whatever else is raised is a fault of the program: it goes up to the error page and to the log, and
nobody is told that she made a mistake.
"""

_ENDS = (".", "!", "?", "…")


class UserFacing(Exception):
    """A refusal. Its message is a phrase or a sentence for whoever asked for something."""

    @property
    def sentence(self) -> str:
        """The message as a sentence of its own: with a capital letter and a full stop."""
        text = str(self).strip()
        return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(_ENDS) else '.'}"

    @property
    def sentences(self) -> list[str]:
        """What is to be said, one message after the other."""
        return [self.sentence]
