"""The corrections' pages in the admin: two lists, and one view for each page behind them."""

from corrections.admin.lists import CorrectionAdmin, ReportAdmin

__all__ = ["CorrectionAdmin", "ReportAdmin"]
