"""Pages, each with one thing that the reading of HTML has to decide about."""

_TITLE = "<title>What is a weir?</title><h1>What is a weir?</h1>"
_TEXT = "<p>A weir is a low wall across a river. It holds the water back, and lets some over.</p>"

#: What stands in the article of a page, below its title.
_PAGES = {
    "byline-rel": '<p>By <a rel="author" href="/ines">Ines Adeyemi</a></p>',
    "byline-words": "<p class=byline>Words: Tomas Lindqvist | Pictures: A. N. Other</p>",
    "byline-french": "<p class=meta>Par Anne Dubois, publié le 3 mai 2021</p>",
    "date-time": "<time datetime=2020-02-29T23:59:00-08:00>29 Feb</time>",
    "date-words": "<p class=date>Published: 3rd of May, 2021. Updated: 4 June 2022</p>",
    "date-german": "<p class=datum>Veröffentlicht am 3. Mai 2021</p>",
    "date-slashes": "<p class=date>03/05/2021</p>",
    "correction": "<p><em>Correction, 5 May 2021: an earlier version said it was high.</em></p>",
    "correction-class": "<div class=correction><p>Corrected on 6 May 2021: it is low.</p></div>",
    "faq-details": "<h2>FAQ</h2><details><summary>Is it old?</summary><p>It is.</p></details>",
    "faq-list": "<h2>Questions and answers</h2><dl><dt>Is it old?<dd>It is.<dt>Is it wet?<dd>Yes.</dl>",
    "faq-bold": "<h2>FAQ</h2><p><b>Is it old?</b><br>It is.</p><p><b>Is it wet?</b><br>Very.</p>",
    "faq-letters": "<p><strong>Q: Is it old?</strong></p><p>A: It is.</p>",
    "faq-micro": '<div itemscope itemtype="https://schema.org/Question"><h3 itemprop=name>Is it?</h3>'
    "<div itemprop=acceptedAnswer><p itemprop=text>It is.</p></div></div>",
    "table-spans": "<table><tr><th colspan=2>A</th></tr><tr><td rowspan=2>1</td><td>2</td></tr>"
    "<tr><td>3</td></tr></table>",
    "table-layout": "<table><tr><td><p>One paragraph.</p><p>Two of them.</p></td></tr></table>",
    "table-nested": "<table><tr><td>1<table><tr><td>2</td></tr></table></td></tr></table>",
    "list-loose": "<ol start=4><li><p>Four</p><p>more</p></li><li value=9>Nine</li></ol>",
    "list-deep": "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li></ul>",
    "code": "<pre><code class='language-c'>int *a = &amp;b;\n\n```\n</code></pre><p><code>`x`</code></p>",
    "quote": "<blockquote><p>Low.</p><cite>A miller</cite></blockquote>",
    "pullquote": "<aside class=pullquote>A weir is a low wall across a river.</aside>",
    "notes": "<p>Old<sup id=r1><a href=#n1>1</a></sup>.</p><h2>Notes</h2><ol><li id=n1>Very.</ol>",
    "notes-word": '<p>Old<a href="#_ftn1" name="_ftnref1">[1]</a>.</p>'
    '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> Very old.</p></div>',
    "math": "<p>H<sub>2</sub>O, 10<sup>3</sup>, <math><mi>x</mi><mo>=</mo><mn>2</mn></math></p>",
    "links": "<p><a href='javascript:x()'>a</a> <a href='/b?c=1&d=2'>b</a> <a href='#e'>e</a>"
    " <a href='http://exa mple.org/'>f</a> <a href='mailto:a@example.org'>g</a></p>",
    "pictures": "<figure><img src=missing.png alt='A weir'><figcaption>By day.</figcaption></figure>"
    "<img data-src='https://example.org/a.jpg' src='data:image/gif;base64,R0lGOD'>",
    "shortcodes": "<p>[caption id=1]x[/caption] [gallery ids='1,2'] [faq]y[/faq] [1] [sic]</p>",
    "templates": "<p>{{ site.title }} {% include 'a' %} {{ page.date }}</p>",
    "hidden": "<p hidden>Not seen.</p><p style='display:none'>Nor this.</p><p class=sr-only>Read.</p>",
    "furniture": "<nav>Home</nav><div class=cookie-banner>We use cookies.</div><div id=comments>"
    "<h3>2 comments</h3><p>Nice.</p></div><div class=newsletter>Sign up</div>",
    "teasers": "<h2>Read more</h2><ul><li><a href=/a>What is a sluice?</a><li><a href=/b>Ponds</a></ul>",
    "headings": "<h4>Deep</h4><p>One.</p><h2>High</h2><p>Two.</p><h2></h2><h3>Empty</h3>",
    "heading-bold": "<p><strong>Why it is low</strong></p><p>So that boats pass.</p>",
    "conclusion": "<h2>The bottom line</h2><p>It is low.</p><h2>Further reading</h2><p>A book.</p>",
    "spaces": "<p>A\u00a0\u200bword\ufeff \u2028line<br><br><br>next&nbsp;&nbsp;one\u00ad</p>",
    "right-to-left": "<p dir=rtl>\u200fسدّ صغير \u202bفي النهر\u202c</p>",
    "marks": "<p>*not* _this_ 1. # ~~x~~ <b>bo</b>ld <i> spaced </i><b><i>both</i></b></p>",
    "unclosed": "<p>One<p>Two<div><b>Three<p>Four</div>&unknown; &#0; &#x110000; &lt;p&gt;",
    "foreign": "<svg><title>No</title><text>12</text></svg><iframe src=x></iframe><video>v</video>",
    "spans": "<p><span style='font-weight:700'>Bold</span> <span style='font-style:italic'>it</span></p>",
}
_HEADS = {
    "og": '<meta property="og:title" content="Weirs, explained"><meta name=author content="I. A.">',
    "citation": '<meta name="citation_author" content="Adeyemi, Ines">'
    '<meta name="citation_publication_date" content="2021/05/03">',
    "dc": '<meta name="DC.creator" content="Ines Adeyemi"><meta name="DC.date" content="2021-05">',
    "canonical": '<link rel=canonical href="https://example.org/weir"><meta name=keywords content="a,b">',
    "broken-ld": '<script type="application/ld+json">{"@type": "Article", "headline": </script>',
    "next": '<script id="__NEXT_DATA__" type="application/json">{"props": {"a": 1}}</script>',
    "lang": '<meta http-equiv="content-language" content="es">',
}


def pages() -> dict[str, bytes]:
    """The pages by name: that thing behind the text, or before it, or in the head."""
    files = {f"page-{name}.html": (_TITLE + _TEXT + text).encode() for name, text in _PAGES.items()}
    files |= {
        f"article-{name}.html": f"<article>{_TITLE}{text}{_TEXT}</article>".encode()
        for name, text in _PAGES.items()
    }
    files |= {
        f"head-{name}.html": f"<head>{text}</head>{_TITLE}{_TEXT}".encode()
        for name, text in _HEADS.items()
    }
    return files
