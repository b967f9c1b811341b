"""Ben reads, and reports what is wrong."""

from typing import Any

from articles.models import Article
from corrections.models import ErrorReport
from corrections.reports.reporting import report


def a_report(article: Article, **told: Any) -> ErrorReport:
    """Ben's report of the first section, unless `told` says otherwise."""
    given: dict[str, Any] = {
        "version": 1,
        "part": "s1",
        "words": "through people with full powers",
        "wrong": "It is one power, not several.",
    }
    return report(article, **(given | told))
