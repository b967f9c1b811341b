"""A story written in each format that the project reads."""

import html
import json
import re
from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt

from tests.golden.house import answer, export, item, p, word_file
from tests.golden.stories import Story

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def front_matter(story: Story, kind: str) -> str:
    """What stands on top of a Markdown file, as YAML, TOML or JSON."""
    about: dict[str, Any] = {
        "title": story.title,
        "description": story.standfirst,
        "date": story.date,
        "authors": story.authors,
        "tags": story.topics,
        "aliases": [f"/old/{story.slug}/"],
    }
    if kind == "json":
        return json.dumps(about, indent=1) + "\n"
    sign, fence = (": ", "---") if kind == "yaml" else (" = ", "+++")
    lines = [f"{name}{sign}{json.dumps(value)}" for name, value in about.items()]
    return "\n".join([fence, *lines, fence, ""])


def markdown_body(story: Story) -> str:
    """The text of a Markdown file."""
    parts = [story.lead]
    parts += [f"## {heading}\n\n{body}" for heading, body in story.sections]
    if story.faqs:
        parts.append("## FAQ")
    parts += [f"### {question}\n\n{reply}" for question, reply in story.faqs]
    parts += [f"## Conclusion\n\n{story.conclusion}", f"## References\n\n{story.references}"]
    return "\n\n".join(parts) + "\n"


def as_markdown(kind: str) -> Callable[[Story], bytes]:
    """A writer of Markdown with front matter of a kind; "" writes a title alone."""

    def write(story: Story) -> bytes:
        head = front_matter(story, kind) if kind else f"# {story.title}\n"
        return f"{head}\n{markdown_body(story)}".encode()

    return write


def _html_body(story: Story) -> str:
    parts = [_PARSER.render(story.lead)]
    parts += [f"<h2>{one}</h2>\n{_PARSER.render(body)}" for one, body in story.sections]
    if story.faqs:
        parts.append("<h2>Frequently asked questions</h2>")
    parts += [f"<h3>{one}</h3>\n{_PARSER.render(reply)}" for one, reply in story.faqs]
    return "\n".join([*parts, f"<h2>Conclusion</h2><p>{story.conclusion}</p>"])


def as_plain_page(story: Story) -> bytes:
    """A page with nothing but headings and paragraphs."""
    head = f"<!doctype html><html lang=en><title>{story.title}</title>"
    return f"{head}<body><h1>{story.title}</h1>{_html_body(story)}".encode()


def as_news_page(story: Story) -> bytes:
    """A page of a news site: head, navigation, byline, sharing buttons, teasers, footer."""
    people = " and ".join(story.authors)
    tags = "".join(f'<meta property="article:tag" content="{one}">' for one in story.topics)
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>{story.title} – The Daily Example</title>{tags}
<meta property="og:title" content="{story.title}"><meta name="author" content="{people}">
<meta name="description" content="{story.standfirst}">
<meta property="article:published_time" content="{story.date}T08:00:00+02:00">
<link rel="canonical" href="https://example.org/{story.slug}"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/maps">Maps</a></li></ul></nav>
<main><article><h1>{story.title}</h1><p class="byline">By {people}</p>
<time datetime="{story.date}">{story.date}</time><div class="share"><a href="#">Share</a></div>
<div class="entry-content">{_html_body(story)}</div></article></main>
<aside class="related"><h2>Related</h2><ul><li><a href="/x">What is a ferry?</a></li></ul></aside>
<footer>© The Daily Example</footer></body></html>""".encode()


def as_linked_page(story: Story) -> bytes:
    """A page that says all about itself in JSON-LD, questions too."""
    about = [
        {
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": story.date,
            "dateModified": "2024-05-06",
            "author": [{"@type": "Person", "name": one} for one in story.authors],
            "keywords": story.topics,
        },
        {
            "@type": "FAQPage",
            "mainEntity": [
                {"@type": "Question", "name": one, "acceptedAnswer": {"text": reply}}
                for one, reply in story.faqs
            ],
        },
    ]
    script = json.dumps({"@context": "https://schema.org", "@graph": about})
    return f"""<html><head><title>{story.title}</title>
<script type="application/ld+json">{script}</script></head><body><article>
<h1>{story.title}</h1>{_html_body(story)}</article></body></html>""".encode()


def as_latin_page(story: Story) -> bytes:
    """An old page in another encoding, laid out by a table, with a line of date and author."""
    text = f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=windows-1252">
<TITLE>{story.title}</TITLE></HEAD><BODY><TABLE width=100%><TR><TD><A HREF="/">Home</A></TD><TD>
<H1>{story.title}</H1><P><I>{story.date}, by {story.authors[0]}</I></P>
{_html_body(story)}<HR><P>{story.references}</P></TD></TR></TABLE></BODY></HTML>"""
    return text.encode("cp1252", "xmlcharrefreplace")


def as_word(story: Story) -> bytes:
    """A Word file with styles."""
    body = [p(html.escape(story.title), "Title"), p(story.standfirst, "Subtitle")]
    body += _paragraphs(story.lead)
    for heading, text in story.sections:
        body += [p(heading, "berschrift1"), *_paragraphs(text)]
    if story.faqs:
        body.append(p("FAQ", "berschrift1"))
    for question, reply in story.faqs:
        body += [p(question, "berschrift2"), *_paragraphs(reply)]
    body += [p("Conclusion", "berschrift1"), p(story.conclusion)]
    core = f"<dc:creator>{story.authors[0]}</dc:creator>"
    core += f"<dcterms:created>{story.date}T00:00:00Z</dcterms:created>"
    return word_file("".join(body), core=core)


def _paragraphs(markdown: str) -> list[str]:
    return [p(html.escape(" ".join(one.split()))) for one in markdown.split("\n\n")]


def as_wordpress(*stories: Story) -> bytes:
    """An export of WordPress with these posts."""
    posts = [
        item(
            _html_body(one),
            number=1000 + one.number,
            title=one.title,
            name=one.slug,
            date=f"{one.date} 10:00:00",
            excerpt=one.standfirst,
            status="draft" if one.number % 5 == 4 else "publish",
        )
        for one in stories
    ]
    return export(*posts)


def as_answer(story: Story) -> bytes:
    """A post as the REST interface of WordPress gives it."""
    members = answer(
        id=1000 + story.number,
        slug=story.slug,
        title={"rendered": html.escape(story.title)},
        content={"rendered": _html_body(story), "protected": False},
        link=f"https://example.org/{story.slug}/",
        guid={"rendered": f"https://example.org/?p={1000 + story.number}"},
    )
    return json.dumps([members]).encode()


def as_json(story: Story) -> bytes:
    """An article as JSON-LD by itself."""
    members = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": f"https://example.org/articles/{story.number}",
        "headline": story.title,
        "description": story.standfirst,
        "datePublished": story.date,
        "author": [{"name": one} for one in story.authors],
        "keywords": ", ".join(story.topics),
        "articleBody": markdown_body(story) if story.number % 2 else _html_body(story),
    }
    return json.dumps(members, ensure_ascii=False).encode()


def as_text(layout: int) -> Callable[[Story], bytes]:
    """A writer of plain text in one of six layouts."""

    def write(story: Story) -> bytes:
        return _LAYOUTS[layout](story).encode("utf-16" if layout == 5 else "utf-8")

    return write


def _plain(markdown: str) -> str:
    return re.sub(r"\[\^1\]:?|\[([^]]*)\]\([^)]*\)|[*~`#|>]", r"\1", markdown)


def _marked(story: Story) -> str:
    """Headings with a colon, questions with their letters."""
    parts = [f" date {story.date[:7]} {story.title}", _plain(story.lead)]
    parts += [f"{heading}:\n\n{_plain(body)}" for heading, body in story.sections]
    parts += ["FAQ:"] * bool(story.faqs)
    parts += [f"Q: {question}\n\nA: {_plain(reply)}" for question, reply in story.faqs]
    return "\n\n".join(
        [*parts, f"In conclusion, {story.conclusion[0].lower()}{story.conclusion[1:]}\n"]
    )


def _bare(story: Story) -> str:
    """Headings that only their place tells, questions that only their sign tells."""
    parts = [story.title, f"By {story.authors[0]}", _plain(story.lead)]
    parts += [f"{heading}\n\n{_plain(body)}" for heading, body in story.sections]
    parts += ["Frequently Asked Questions"] * bool(story.faqs)
    parts += [f"{question}\n{_plain(reply)}" for question, reply in story.faqs]
    return "\n\n".join(
        [*parts, f"Conclusion\n\n{story.conclusion}", f"Sources\n\n{_plain(story.references)}\n"]
    )


def _bold(story: Story) -> str:
    parts = [f"date {story.date} {story.title}", _plain(story.lead)]
    parts += [f"**{heading}**\n\n{_plain(body)}" for heading, body in story.sections]
    parts += [f"**Q{n}. {one}**\n\n{_plain(reply)}" for n, (one, reply) in enumerate(story.faqs, 1)]
    return "\n\n".join([*parts, f"**Conclusion**\n\n{story.conclusion}\n"])


def _run_in(story: Story) -> str:
    parts = [story.title.upper(), story.date, _plain(story.lead)]
    parts += [f"{heading}: {_plain(body)}" for heading, body in story.sections]
    parts += [
        f"{number}. {one}\n{_plain(reply)}" for number, (one, reply) in enumerate(story.faqs, 1)
    ]
    return "\r\n\r\n".join(parts).replace("\n", "\r\n").replace("\r\r", "\r")


def _wrapped(story: Story) -> str:
    text = _marked(story)
    return "\n\n".join(re.sub(r"(.{40,60}) ", r"\1\n", block) for block in text.split("\n\n"))


_LAYOUTS = [_marked, _bare, _bold, _run_in, _wrapped, _marked]

#: Each format of one explainer: the end of a file's name, and its writer.
WRITERS: dict[str, Callable[[Story], bytes]] = {
    "yaml.md": as_markdown("yaml"),
    "toml.md": as_markdown("toml"),
    "json.md": as_markdown("json"),
    "bare.md": as_markdown(""),
    "plain.html": as_plain_page,
    "news.html": as_news_page,
    "linked.html": as_linked_page,
    "latin.htm": as_latin_page,
    "docx": as_word,
    "xml": as_wordpress,
    "rest.json": as_answer,
    "json": as_json,
    **{f"layout{number}.txt": as_text(number) for number in range(len(_LAYOUTS))},
}
