"""What was imported is known by its bytes: a reader that learnt more proposes nothing."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from articles import rows
from articles.models import Article
from corrections.models import Correction
from formats.parsed import ParsedExplainer
from imports.importing import Options, bring_in
from imports.importing.results import SeenKeys
from imports.sources.gathering import gathered
from imports.sources.paths import files_at
from imports.sources.reads import ReadExplainer

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = (
    "<html lang=en><title>What is a lock?</title><h1>What is a lock?</h1><p>A lock lifts boats "
    "from one height of water to another.</p><p>It has two gates.</p>"
)
POSTS = """<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<wp:wxr_version>1.2</wp:wxr_version><item><title>What is a weir?</title>
<guid>https://example.org/?p=7</guid>
<content:encoded><![CDATA[<p>A weir holds water back, {}.</p>]]></content:encoded>
<wp:post_id>7</wp:post_id><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type></item></channel></rss>"""


@pytest.fixture(params=["page.html", "text.md", "posts.xml", "pages.zip"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file with one explainer."""
    file = tmp_path / str(request.param)
    if file.suffix == ".zip":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("page.html", PAGE)
    elif file.suffix == ".xml":
        file.write_text(POSTS.format("and lets some over"))
    else:
        file.write_text(PAGE if file.suffix == ".html" else "# A text\n\nThat says little.\n")
    return file


def read(file: Path, language: str = "en") -> ReadExplainer:
    """What is read of it now."""
    reads = gathered(files_at([str(file)]), Options(language=language), SeenKeys())
    return next(one for one in reads if isinstance(one, ReadExplainer))


def read_otherwise(file: Path) -> tuple[ParsedExplainer, str]:
    """What another reader might make of the same bytes, and the key."""
    one = read(file)
    assert one.reading is not None
    document = replace(one.reading.document, title="Another title", standfirst="One more line.")
    return replace(one.reading, document=document, authors=("Ada Mora",)), one.key


def published(file: Path) -> None:
    """The explainer in it, published."""
    call_command("import_explainers", str(file), publish=True)
    assert Article.objects.get().is_published


def test_what_another_reader_makes_of_the_same_bytes_is_unchanged(file: Path) -> None:
    published(file)
    assert bring_in(*read_otherwise(file), Options()).result == "unchanged"


def test_it_is_not_proposed(file: Path) -> None:
    published(file)
    call_command("import_explainers", str(file))
    assert not Correction.objects.exists()


def test_an_edited_draft_of_the_same_bytes_is_unchanged(file: Path) -> None:
    call_command("import_explainers", str(file))
    Article.objects.update(title="A title of ours")
    assert bring_in(*read_otherwise(file), Options()).result == "unchanged"
    assert Article.objects.get().title == "A title of ours"


def test_a_draft_that_nobody_edited_gets_what_is_read_now(file: Path) -> None:
    call_command("import_explainers", str(file))
    assert bring_in(*read_otherwise(file), Options()).result == "updated"
    assert rows.document_of(Article.objects.get()).standfirst == "One more line."


def test_a_site_that_does_not_know_the_bytes_yet_learns_them(file: Path) -> None:
    published(file)
    Article.objects.update(import_source="")
    call_command("import_explainers", str(file), dry_run=True)
    assert Article.objects.get().import_source == ""
    call_command("import_explainers", str(file))
    assert bring_in(*read_otherwise(file), Options()).result == "unchanged"


def test_other_bytes_are_compared(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    published(file)
    file.write_text(PAGE.replace("two gates", "three gates"))
    call_command("import_explainers", str(file))
    assert Correction.objects.get().proposed is not None


def test_a_changed_post_among_others_is_compared(tmp_path: Path) -> None:
    file = tmp_path / "posts.xml"
    file.write_text(POSTS.format("and lets some over"))
    published(file)
    file.write_text(POSTS.format("and lets none over"))
    call_command("import_explainers", str(file))
    assert Correction.objects.count() == 1


def test_another_author_or_language_for_all_is_compared(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<h1>What is a lock?</h1><p>A lock lifts boats.</p>")
    published(file)
    for asked in ({"author": "Ada Mora"}, {"language": "fr"}):
        call_command("import_explainers", str(file), **asked)
    assert Correction.objects.count() >= 1


def test_a_picture_that_was_exchanged_is_another_source(tmp_path: Path) -> None:
    (tmp_path / "text.md").write_text("# A text\n\n![A gate](gate.png)\n")
    sources = set()
    for colour in ("red", "blue"):
        Image.new("RGB", (2, 2), colour).save(tmp_path / "gate.png")
        reading = read(tmp_path / "text.md").reading
        assert reading is not None
        sources.add(reading.source)
    assert len(sources) == 2


def test_a_taken_proposal_of_the_same_file_is_not_made_again(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    published(file)
    file.write_text(PAGE.replace("two gates", "three gates"))
    call_command("import_explainers", str(file))
    assert bring_in(*read_otherwise(file), Options()).result == "unchanged"
