"""Editors' pages for bringing explainers in.

Files depend one way: uploads -> choosing -> looking -> moving -> sending -> listing.
"""

from imports.admin.uploads import UploadAdmin

__all__ = ["UploadAdmin"]
