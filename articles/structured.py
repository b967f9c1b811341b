"""What an explainer's page tells machines: schema.org's NewsArticle as JSON-LD."""

import json
from typing import Any

from django.utils.safestring import SafeString

from articles.reading import Head

# As in Django's `json_script`: nothing in the data can end the element or open a comment.
_ESCAPES = [(sign, f"\\u{ord(sign):04X}") for sign in "<>&\u2028\u2029"]


def linked_data(head: Head, *, address: str, publisher: str, retracted: bool) -> SafeString:
    """The JSON of the page of `head`, safe to stand in a `<script>` element."""
    published = head.first_published if head.imported else head.published
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": f"Retracted: {head.title}" if retracted else head.title,
        "description": head.standfirst,
        "inLanguage": head.language,
        "url": address,
        "datePublished": published,
        "dateModified": head.changed,
        "version": head.number,
        "author": [{"@type": "Person", "name": one["name"]} for one in head.authors],
        "publisher": {"@type": "Organization", "name": publisher},
        "creativeWorkStatus": "Retracted" if retracted else None,
        "correction": [{"@type": "CorrectionComment", **one} for one in head.comments],
    }
    told = {name: value for name, value in data.items() if value}
    text = json.dumps(told, ensure_ascii=False)
    for sign, escaped in _ESCAPES:
        text = text.replace(sign, escaped)
    return SafeString(text)
