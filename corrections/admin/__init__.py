"""The corrections' pages in the admin."""

from corrections.admin.corrections import CorrectionAdmin
from corrections.admin.reports import ReportAdmin

__all__ = ["CorrectionAdmin", "ReportAdmin"]
