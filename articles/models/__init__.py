"""The tables of explainers.

`Article`, `Section`, `Byline` and `Slug` are the text as it stands now: the draft while `version`
is null, after that the projection of the version named there, which the database guards.
`Page` and `SearchRow` are derived and can be made anew at any time. Files depend one way:
article, page -> parts, people; imported -> parts; old_address -> article;
asset stands alone.
"""

from articles.models.article import Article, ArticleQuerySet
from articles.models.asset import Asset
from articles.models.imported import ImportedNote
from articles.models.old_address import OldAddress
from articles.models.page import Page, SearchRow
from articles.models.parts import Byline, Section, Slug
from articles.models.people import Author, Topic

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
    "Section",
    "Slug",
    "Topic",
]
