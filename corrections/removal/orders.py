"""Who asks for a removal, who approves it, and why."""

from dataclasses import dataclass, field
from uuid import UUID

from articles.notices import REASONS
from corrections.publishing.publishing import SameSigner
from record.format import WITHHELD
from record.models import Signer
from record.refusals import UserFacing
from record.removal.places import Matcher
from record.removal.words import Sought
from record.sealing import Signature


@dataclass(frozen=True)
class Order:
    """Who wants a removal, and why: `because` is a class of the record (`articles.notices`).

    Somebody else approves, or `alone` says why nobody does; `notice` is shown to readers. Raises
    `UserFacing` for an unknown class or nobody's approval, `SameSigner` for the proposer's own.
    """

    because: str
    by: Signer
    approver: Signer | None = None
    alone: str = ""
    notice: str = ""
    incident: UUID | None = field(default=None)

    def __post_init__(self) -> None:
        if self.because not in REASONS:
            expected = ", ".join(REASONS)
            raise UserFacing(f"found the class {self.because!r}; expected one of {expected}")
        if (self.approver is None) == (not self.alone.strip()):
            raise UserFacing("expected a second person’s approval, or a reason for acting alone")
        if self.approver == self.by:
            raise SameSigner("who approves a removal must be another than who asks for it")

    def signatures(self, sought: Matcher) -> list[Signature]:
        """Who signs, in which roles; a name that is sought is not written down once more."""
        approver, role = (self.approver, "approver") if self.approver else (self.by, "publisher")
        hidden = sought if isinstance(sought, Sought) else None
        return [
            Signature(one.pk, WITHHELD if hidden and hidden.is_in(one.name) else one.name, as_what)
            for one, as_what in ((self.by, "proposer"), (approver, role))
        ]

    def repeats(self, sought: Matcher) -> bool:
        """Whether the order itself says the words that are to go."""
        return sought.is_in(self.notice) or sought.is_in(self.alone)
