"""Exports of WordPress for tests, put together from posts."""

from typing import Any

_HEAD = """<?xml version="1.0" encoding="{encoding}" ?>
<!-- generator="WordPress/6.4" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/{version}/">
<channel><title>A site</title><wp:wxr_version>{version}</wp:wxr_version>
<wp:author><wp:author_login><![CDATA[ada]]></wp:author_login>
<wp:author_display_name><![CDATA[Ada Mora]]></wp:author_display_name></wp:author>
"""
_TAIL = "</channel></rss>\n"
_TEXT = "<p>A quorum is the number of members that must be there.</p>"


def export(*items: str, version: str = "1.2", encoding: str = "UTF-8") -> bytes:
    """An export with these items."""
    head = _HEAD.format(version=version, encoding=encoding)
    return (head + "".join(items) + _TAIL).encode(encoding)


def item(content: str = _TEXT, *, number: int = 5, extra: str = "", **given: str) -> str:
    """An item: a published post, but for what is `given`."""
    held = {
        "title": "What is a quorum?",
        "status": "publish",
        "kind": "post",
        "name": "quorum",
        "date": "2021-05-03 23:30:00",
        "password": "",
        "excerpt": "",
        "author": "ada",
        **given,
    }
    return f"""<item><title><![CDATA[{held["title"]}]]></title>
<link>https://example.org/2021/05/{held["name"]}/</link>
<pubDate>Tue, 04 May 2021 03:30:00 +0000</pubDate>
<dc:creator><![CDATA[{held["author"]}]]></dc:creator>
<guid isPermaLink="false">https://example.org/?p={number}</guid>
<content:encoded><![CDATA[{content}]]></content:encoded>
<excerpt:encoded><![CDATA[{held["excerpt"]}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id>
<wp:post_date><![CDATA[{held["date"]}]]></wp:post_date>
<wp:post_date_gmt><![CDATA[2021-05-04 03:30:00]]></wp:post_date_gmt>
<wp:post_name><![CDATA[{held["name"]}]]></wp:post_name>
<wp:status><![CDATA[{held["status"]}]]></wp:status>
<wp:post_type><![CDATA[{held["kind"]}]]></wp:post_type>
<wp:post_password><![CDATA[{held["password"]}]]></wp:post_password>
<wp:postmeta><wp:meta_key>_edit_last</wp:meta_key>
<wp:meta_value><![CDATA[secret of a plug-in]]></wp:meta_value></wp:postmeta>
<wp:comment><wp:comment_content><![CDATA[A comment of a reader]]></wp:comment_content></wp:comment>
{extra}</item>
"""


def answer(**given: Any) -> dict[str, Any]:
    """A post as the REST interface gives it, with what is `given`."""
    return {
        "id": 5,
        "date": "2021-05-03T23:30:00",
        "date_gmt": "2021-05-04T03:30:00",
        "guid": {"rendered": "https://example.org/?p=5"},
        "slug": "quorum",
        "status": "publish",
        "type": "post",
        "link": "https://example.org/2021/05/quorum/",
        "title": {"rendered": "What is a &#8220;quorum&#8221;?"},
        "content": {"rendered": _TEXT, "protected": False},
        "excerpt": {"rendered": "<p>A quorum is [&hellip;]</p>", "protected": False},
        "_embedded": {
            "author": [{"name": "Ada Mora"}],
            "wp:term": [
                [{"taxonomy": "category", "name": "Rules &amp; votes"}],
                [{"taxonomy": "post_tag", "name": "Votes"}],
            ],
        },
        **given,
    }
