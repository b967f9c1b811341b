"""Reading goes on where it stopped: any position is as good as the beginning."""

import zipfile
from pathlib import Path

from imports.importing.results import Options, SeenKeys
from imports.sources.gathering import gathered
from imports.sources.paths import files_at
from imports.sources.reads import Position, ReadExplainer

_POSTS = """<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<wp:wxr_version>1.2</wp:wxr_version>{}</channel></rss>"""
_POST = (
    "<item><title>Post {0}</title><guid>https://example.org/?p={0}</guid>"
    "<content:encoded><![CDATA[<p>Words of post {0}.</p>]]></content:encoded>"
    "<wp:post_id>{0}</wp:post_id><wp:status>publish</wp:status>"
    "<wp:post_type>post</wp:post_type></item>"
)


def a_mixed_folder(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("one.md", "# One\n\nFirst.\n")
        archive.writestr("posts.xml", _POSTS.format("".join(map(_POST.format, range(3)))))
        archive.writestr("site.css", "a {}")
    (folder / "b.md").write_text("# Two\n\nSecond.\n")
    (folder / "c.docx").write_bytes(b"no Word file")
    (folder / "d.md").write_text("# Three\n\nThird.\n")
    return folder


def read(folder: Path, start: Position = (0, 0)) -> list[ReadExplainer]:
    sources = files_at([str(folder)])
    all_read = gathered(sources, Options(), SeenKeys(), start)
    return [one for one in all_read if isinstance(one, ReadExplainer)]


def names(reads: list[ReadExplainer]) -> list[tuple[str, bool]]:
    return [(one.name, one.refused is None) for one in reads]


def test_each_position_leads_to_the_rest_and_to_nothing_twice(tmp_path: Path) -> None:
    folder = a_mixed_folder(tmp_path)
    whole = read(folder)

    assert len(whole) == 8
    for number, one in enumerate(whole, start=1):
        assert names(read(folder, one.after)) == names(whole)[number:]
