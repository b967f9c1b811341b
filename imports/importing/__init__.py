"""Importing: what was made of a file becomes a draft, once.

A file is known again by its import key. Unchanged, it is left alone; changed, its draft is
brought up to date unless somebody edited it here; a published explainer is never overwritten.

`bring_in_all` takes a batch in one transaction under the site's lock, so two imports at once make
each explainer once, and one that is killed leaves whole batches. The modules depend one way:
batches -> draft_writing, deciding -> existing, contributors -> import_addresses -> results. They
know what was read, and no files.
"""

from imports.importing.batches import Noting, bring_in, bring_in_all
from imports.importing.contributors import named_in_file
from imports.importing.results import ImportResult, OnChange, Options, Result

__all__ = [
    "ImportResult",
    "Noting",
    "OnChange",
    "Options",
    "Result",
    "bring_in",
    "bring_in_all",
    "named_in_file",
]
