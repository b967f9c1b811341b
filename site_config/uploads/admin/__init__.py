"""Editors' pages for bringing explainers in.

Files depend one way: uploads -> choosing -> looking -> moving -> sending -> listing.
"""

from site_config.uploads.admin.uploads import UploadAdmin

__all__ = ["UploadAdmin"]
