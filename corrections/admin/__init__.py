"""The corrections' pages in the admin."""

from corrections.admin.reports import ReportAdmin

__all__ = ["ReportAdmin"]
