"""What the app keeps: corrections with sources and history, and reports of errors."""

from corrections.models.corrections import (
    CAUSE_CHOICES,
    KIND_CHOICES,
    SEVERITY_CHOICES,
    Correction,
    CorrectionQuerySet,
    Decision,
    Elsewhere,
    Source,
    State,
)
from corrections.models.history import (
    LONGEST_COMMENT,
    Deed,
    ProposalEvent,
    history_of,
    write_event,
)
from corrections.models.reports import (
    LONGEST_NAME,
    LONGEST_QUOTE,
    LONGEST_REPORT,
    LONGEST_SOURCE,
    ErrorReport,
    ErrorReportQuerySet,
    Report,
    Where,
    new_token,
)

__all__ = [
    "CAUSE_CHOICES",
    "KIND_CHOICES",
    "LONGEST_COMMENT",
    "LONGEST_NAME",
    "LONGEST_QUOTE",
    "LONGEST_REPORT",
    "LONGEST_SOURCE",
    "SEVERITY_CHOICES",
    "Correction",
    "CorrectionQuerySet",
    "Decision",
    "Deed",
    "Elsewhere",
    "ErrorReport",
    "ErrorReportQuerySet",
    "ProposalEvent",
    "Report",
    "Source",
    "State",
    "Where",
    "history_of",
    "new_token",
    "write_event",
]
