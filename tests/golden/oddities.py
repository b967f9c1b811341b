"""Small files, each with one thing that a format has to decide about."""

import json

from tests.golden.house import answer, export, item, list_item, p, png, r, word_file, zipped
from tests.golden.pages import pages

_MARKDOWN = {
    "yaml-dates": "---\ntitle: Weirs\ndate: 2021-05-03 10:00:00 +0200\nlastmod: 2022-01-01\n---\n\nLow.\n",
    "yaml-odd": "---\ntitle: [a, b]\nauthor: {name: Ines}\ntags: one, two\nlang: xx-y\n---\n\nLow.\n",
    "yaml-broken": "---\ntitle: 'Weirs\ndate: [\n---\n\nLow.\n",
    "yaml-alias": "---\na: &a [x]\nb: *a\ntitle: Weirs\n---\n\nLow.\n",
    "yaml-draft": "---\ntitle: Weirs\ndraft: true\nslug: my-weir\ncategories:\n - A\n---\n\nLow.\n",
    "toml-broken": "+++\ntitle = Weirs\n+++\n\nLow.\n",
    "json-front": '{\n"title": "Weirs",\n"date": "2021"\n}\n\nLow.\n',
    "setext": "Weirs\n=====\n\nLow.\n\nWhy\n---\n\nSo.\n",
    "html": "# Weirs\n\n<div class=x>\n\nLow **wall**.\n\n</div>\n\n<br>a<script>x</script>\n",
    "images": "# Weirs\n\n![A weir](missing.png) ![](https://example.org/a.png)\n",
    "footnotes": "# Weirs\n\nOld[^a], very[^b].\n\n[^a]: Yes.\n\n    More.\n[^c]: Unused.\n",
    "shortcodes": "# Weirs\n\n{{< youtube 1 >}} {{% note %}}x{{% /note %}} {% raw %}y{% endraw %}\n",
    "admonition": "# Weirs\n\n!!! note\n    Low.\n\n> [!WARNING]\n> Wet.\n\n:::tip\nDry.\n:::\n",
    "tables": "# Weirs\n\n| a | b |\n|:-:|---|\n| `x|y` | \\| |\n| 1 |\n",
    "lists": "# Weirs\n\n* a\n\n  b\n    1) c\n- d\n- [x] done\n- [ ] open\n",
    "no-title": "Low, and no title.\n",
    "two-titles": "# One\n\nLow.\n\n# Two\n\nHigh.\n\n# Three\n",
    "faq": "# Weirs\n\nLow.\n\n## FAQ\n\n**Is it old?**\n\nYes.\n\n**Is it wet?** Very.\n",
    "empty": "",
    "nothing": "---\ntitle: Weirs\n---\n",
    "bidi": "# Weirs\n\nLow \u202e wall.\n",
    "nul": "# Weirs\n\nLow \0 wall.\n",
    "crlf": "# Weirs\r\n\r\nLow.\r\rHigh.\r\n",
    "math": "# Weirs\n\n$a_1 * b_1$ and $$\nx^2\n$$\n\nTerm\n: Meaning\n",
    "links": "# Weirs\n\n[a]: /x 'T'\n[a] [b](<c d>) <https://example.org> https://example.org/y_z\n",
}
_TEXTS = {
    "title-only": "Weirs\n",
    "date-first": "3 May 2021\n\nWeirs\n\nA low wall.\n",
    "date-us": "May 3, 2021 Weirs\n\nA low wall.\n",
    "date-range": "date 2021-13 Weirs\n\nA low wall.\n",
    "upper": "WEIRS\n\nA low wall.\n\nWHY IT IS LOW\n\nSo that boats pass.\n",
    "underlined": "Weirs\n=====\n\nA low wall.\n\nWhy\n---\n\nSo that boats pass.\n",
    "numbered": "Weirs\n\nA low wall.\n\n1. Why it is low\n\nFor boats.\n\n2. Where\n\nIn rivers.\n",
    "questions": "Weirs\n\nA low wall.\n\nIs it old?\nYes, it is.\n\nIs it wet?\nYes, it is.\n",
    "indented": "    Weirs\n\n    A low wall.\n\n\tWhy:\n\n    For boats.\n",
    "latin": "Weirs\n\nA caf\xe9 by the river.\n",
    "signs": "Weirs\n\n* no list\n# no heading\n<b>no tag</b> [no](link) `no code` \\\n",
    "spanish": "¿Qué es un azud?\n\nUn muro bajo.\n\nPreguntas frecuentes:\n\nP: ¿Es viejo?\n\nR: Sí.\n",
    "german": "Was ist ein Wehr?\n\nEine niedrige Mauer.\n\nFazit: Es ist niedrig.\n\nQuellen\n\nEin Buch.\n",
    "chinese": "什么是堰？\n\n堰是一道矮墙。\n\n常见问题：\n\n问：它古老吗？\n答：是的。\n",
    "long-line": "Weirs\n\n" + "low and wide " * 3000 + "\n",
    "many": "Weirs\n\n" + "".join(f"Part {n}:\n\nText {n}.\n\n" for n in range(60)),
}
_WORD = {
    "lists": p("Weirs", "Title") + list_item("a") + list_item("b", depth=1) + list_item("c", 2),
    "looks": p("Weirs", "Title")
    + p(
        "A ",
        runs=r("low", "<w:b/>")
        + r(" wall", "<w:i/>")
        + r("2", '<w:vertAlign w:val="superscript"/>'),
    ),
    "quote": p("Weirs", "Title") + p("Low, they say.", "Quote") + p("Contents", "TOC1") + p("So."),
    "no-title": p("A low wall across a river.") + p("It is old."),
    "bold-heads": p("", runs=r("Weirs", "<w:b/>"))
    + p("Low.")
    + p("", runs=r("Why", "<w:b/>"))
    + p("So."),
    "deleted": p("Weirs", "Title")
    + "<w:p><w:del>"
    + r("high")
    + "</w:del><w:ins>"
    + r("low")
    + "</w:ins></w:p>",
    "empty": "",
    "table": p("Weirs", "Title")
    + "<w:tbl><w:tr><w:tc>"
    + p("a")
    + "</w:tc><w:tc>"
    + p("b")
    + "</w:tc></w:tr></w:tbl>",
}
_THINGS: dict[str, object] = {
    "graph": {"@graph": [{"@type": "Article", "headline": "Weirs", "articleBody": "Low."}]},
    "faq": {
        "@type": "FAQPage",
        "name": "Weirs",
        "mainEntity": [{"name": "Old?", "acceptedAnswer": {"text": "Yes."}}],
    },
    "other": {"@type": "Recipe", "name": "Soup"},
    "list": [1, 2, 3],
    "no-body": {"@type": "Article", "headline": "Weirs"},
    "html": {
        "@type": "Article",
        "headline": "A &amp; B",
        "articleBody": "<p>Low</p><h2>Why</h2><p>So.</p>",
    },
    "answer": answer(content={"rendered": "<p>Low.</p>[gallery]", "protected": False}),
    "protected": [
        answer(content={"rendered": "", "protected": True}),
        answer(id=6, status="draft"),
    ],
}
_POSTS = {
    "blocks": item(
        "<!-- wp:paragraph --><p>Low.</p><!-- /wp:paragraph --><!-- wp:heading --><h2>Why</h2>"
    ),
    "autop": item("Low\n\nand wide.\n\n<b>Why</b>\nFor boats."),
    "page": item(kind="page")
    + item(kind="attachment", number=6)
    + item(kind="nav_menu_item", number=7),
    "private": item(status="private")
    + item(password="x", number=6)
    + item(status="trash", number=7),
    "same-slug": item() + item(number=6),
    "terms": item(
        extra='<category domain="category" nicename="a"><![CDATA[A &amp; B]]></category>'
    ),
    "no-date": item(date="0000-00-00 00:00:00"),
}


def oddities() -> dict[str, bytes]:
    """The files by name."""
    files = pages()
    files |= {f"md-{name}.md": text.encode() for name, text in _MARKDOWN.items()}
    files |= {f"text-{name}.txt": text.encode() for name, text in _TEXTS.items()}
    files["text-latin.txt"] = _TEXTS["latin"].encode("latin-1")
    files |= {f"word-{name}.docx": word_file(body) for name, body in _WORD.items()}
    files |= {f"json-{name}.json": json.dumps(one).encode() for name, one in _THINGS.items()}
    files |= {f"posts-{name}.xml": export(posts) for name, posts in _POSTS.items()}
    return files | _others()


def _others() -> dict[str, bytes]:
    return {
        "sheet.xlsx": zipped({"a.xml": b"<a/>"}),
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "picture.txt": png(),
        "unknown.bin": b"\x00\x01\x02",
        "no-suffix": b"Weirs\n\nA low wall.\n",
        "style.css": b"p { color: red }",
        "rss.xml": b"<rss><channel><item><title>A</title></item></channel></rss>",
        "bad.xml": b"<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><item>",
        "archive.zip": zipped({"a.md": b"# A\n\nB.\n", "b/c.txt": b"C\n\nD.\n", "e.png": png()}),
        "nested.zip": zipped(
            {"in.zip": zipped({"a.md": b"# A\n\nB.\n"}), "../up.md": b"# U\n\nB.\n"}
        ),
        "languages.zip": zipped(
            {"es/a.md": b"# A\n\nB.\n", "en/a.md": b"# A\n\nB.\n", "b.fr.md": b"# B\n\nC.\n"}
        ),
        "pictured.zip": zipped({"a.md": b"# A\n\n![x](b.png)\n\nC.\n", "b.png": png("blue")}),
        "broken.zip": zipped({"a.md": b"# A\n\nB.\n"})[:-30],
    }
