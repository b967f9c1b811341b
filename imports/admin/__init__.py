"""Imports in the admin: the list, and one view for each page behind it."""

from imports.admin.uploads import UploadAdmin

__all__ = ["UploadAdmin"]
