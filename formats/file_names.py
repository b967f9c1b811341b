"""What a file's name says: the date and address in `2021-05-03-what-is-a-quorum.md`.

The language at the end of `what-is-a-quorum.es.md` is no part of it; `folder_languages`
of `imports.sources` reads it.
"""

import re
from dataclasses import replace
from pathlib import PurePosixPath

from documents.partial_dates import is_partial_date
from documents.slugs import slug_of
from formats.metadata import About

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[-_](.+)")
_LANGUAGE = re.compile(r"(.+)\.([a-z]{2}(?:-[A-Za-z]{2})?)")


def named_by(name: str, about: About) -> About:
    """`about` with what it lacks and the name of the file gives."""
    stem = PurePosixPath(name).stem
    language = _LANGUAGE.fullmatch(stem)
    if language:
        stem = language[1]
    about = replace(about, file_title=_title(stem, name))
    dated = _DATED.fullmatch(stem)
    if dated and is_partial_date(dated[1]):
        slug = about.slug or slug_of(dated[2])
        return replace(about, date=about.date or dated[1], slug=slug)
    return about


def _title(stem: str, name: str) -> str | None:
    """The words of a file's name, or of its folder's where it is one of many `index` files."""
    if stem.casefold() in ("index", "_index", "readme"):
        stem = PurePosixPath(name).parent.name
    dated = _DATED.fullmatch(stem)
    words = " ".join(re.split(r"[\s_-]+", dated[2] if dated else stem)).strip()
    return words[:1].upper() + words[1:] if re.search(r"[^\W\d_]", words) else None
