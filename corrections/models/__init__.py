"""What the app keeps: corrections with their sources, and reports of errors."""

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
    "LONGEST_NAME",
    "LONGEST_QUOTE",
    "LONGEST_REPORT",
    "LONGEST_SOURCE",
    "SEVERITY_CHOICES",
    "Correction",
    "CorrectionQuerySet",
    "Decision",
    "Elsewhere",
    "ErrorReport",
    "ErrorReportQuerySet",
    "Report",
    "Source",
    "State",
    "Where",
    "new_token",
]
