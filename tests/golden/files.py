"""The files of 50 explainers in all formats, as an editor's folder holds them."""

import io
import tarfile
from pathlib import Path

from tests.golden.house import png, zipped
from tests.golden.renderings import WRITERS, as_wordpress
from tests.golden.stories import story

#: Stories of the folder that is published; others are imported as drafts.
PUBLISHED = 44
DRAFTS = range(50, 55)


def write_published(folder: Path) -> None:
    """Files of every format, an export of WordPress with ten posts, two archives, pictures."""
    folder.mkdir()
    formats = [name for name in WRITERS if name != "xml"]
    for number in range(28):
        ending = formats[number % len(formats)]
        (folder / f"{number:02}.{ending}").write_bytes(WRITERS[ending](story(number)))
    (folder / "posts.xml").write_bytes(as_wordpress(*map(story, range(28, 38))))
    inner = {f"en/{number}.md": WRITERS["yaml.md"](story(number)) for number in range(38, 41)}
    (folder / "more.zip").write_bytes(zipped(inner))
    with tarfile.open(folder / "pages.tar.gz", "w:gz") as archive:
        for number in range(41, PUBLISHED):
            page = WRITERS["news.html"](story(number))
            member = tarfile.TarInfo(f"pages/{number}.html")
            member.size = len(page)
            archive.addfile(member, io.BytesIO(page))
    (folder / "hall.png").write_bytes(png("blue"))
    picture = "---\ntitle: What hangs in the hall?\ndate: 2020-02-03\n---\n\n![A hall](hall.png)\n"
    (folder / "hall.md").write_text(
        f"{picture}\nA picture hangs there.\n\n## Since when\n\nLong.\n"
    )
    (folder / "es").mkdir()
    (folder / "es" / "faro.md").write_text(_LIGHTHOUSE, encoding="utf-8")
    (folder / "ru.html").write_text(_RUSSIAN, encoding="utf-8")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no archive")


def write_drafts(folder: Path) -> None:
    """Files that become drafts, and stay drafts."""
    folder.mkdir()
    endings = ("yaml.md", "docx", "news.html", "layout0.txt", "json")
    for number, ending in zip(DRAFTS, endings, strict=True):
        (folder / f"draft-{number}.{ending}").write_bytes(WRITERS[ending](story(number)))


_LIGHTHOUSE = """---
title: ¿Qué es un faro?
date: 2018-07
author: Lucía Ibáñez
lang: es
---

Un faro es una torre con una luz que ayuda a los barcos por la noche.

## Cómo funciona

Una lente reúne la luz y la envía lejos, hasta cuarenta kilómetros.

## Preguntas frecuentes

### ¿Quién lo cuida?

Antes lo cuidaba un farero; hoy casi todos son automáticos.
"""
_RUSSIAN = """<!doctype html><html lang="ru"><title>Что такое маяк?</title><body><article>
<h1>Что такое маяк?</h1><p>Маяк — это башня с огнём, который виден с моря.</p>
<h2>Как он работает</h2><p>Линза собирает свет и посылает его далеко.</p></article></body></html>
"""
