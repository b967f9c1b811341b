"""The editors' pages for explainers and what they are found by.

`ArticleAdmin` is registered where the site is put together, since an explainer's page also holds
parts that this app doesn't know.
"""

from articles.admin.catalogue import AssetAdmin, AuthorAdmin, TopicAdmin
from articles.admin.explainers import ArticleAdmin
from articles.admin.parts import PartForm, PartKind

__all__ = ["ArticleAdmin", "AssetAdmin", "AuthorAdmin", "PartForm", "PartKind", "TopicAdmin"]
