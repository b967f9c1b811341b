"""The tables of explainers.

`Article`, `SectionRow`, `Byline` and `Slug` are the text as it stands now: the draft while
`version` is null, after that the projection of the version named there, which the database guards.
`Page` and `SearchRow` are derived and can be made anew at any time. Files depend one way:
parts, old_address -> article -> catalogue.
"""

from articles.models.article import Article, ArticleQuerySet
from articles.models.catalogue import Asset, Author, Topic
from articles.models.old_address import OldAddress
from articles.models.parts import Byline, ImportedNote, Page, SearchRow, SectionRow, Slug

__all__ = [
    "Article",
    "ArticleQuerySet",
    "Asset",
    "Author",
    "Byline",
    "ImportedNote",
    "OldAddress",
    "Page",
    "SearchRow",
    "SectionRow",
    "Slug",
    "Topic",
]
