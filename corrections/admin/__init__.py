"""The corrections' pages in the admin: two lists, and one view for each page behind them."""

from corrections.admin.corrections import CorrectionAdmin
from corrections.admin.reports import ReportAdmin

__all__ = ["CorrectionAdmin", "ReportAdmin"]
