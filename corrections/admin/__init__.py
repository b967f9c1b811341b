"""The corrections' pages in the admin."""

from corrections.admin.corrections import CorrectionAdmin

__all__ = ["CorrectionAdmin"]
