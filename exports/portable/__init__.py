"""Explainers as files that another Corrigenda site takes in without a loss (docs/export-format.md).

Files depend one way: taking_in -> shelf -> streamed; files -> explainer_json,
which knows none of them.
"""

from exports.portable.explainer_json import FORMAT, exported
from exports.portable.shelf import NotAnExport, exports_among
from exports.portable.taking_in import SiteImport, take_in_site

__all__ = ["FORMAT", "NotAnExport", "SiteImport", "exported", "exports_among", "take_in_site"]
