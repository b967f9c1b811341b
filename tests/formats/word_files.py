"""Word files for tests, put together from the XML of their parts."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from PIL import Image

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:r="{_OFFICE}/relationships"'
    f' xmlns:m="{_OFFICE}/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_STYLES = (
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>'
    "<w:rPr><w:b/></w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
)
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def word_file(
    body: str,
    *,
    core: str = "",
    relations: str = "",
    footnotes: str = "",
    others: Mapping[str, bytes] | None = None,
) -> bytes:
    """A DOCX file with that body; `others` are further parts, or take the place of these."""
    kind = f"{_OFFICE}/relationships"
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": _relations(
            f'<Relationship Id="a" Type="{kind}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="b" Type="{kind}/core-properties" Target="docProps/core.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relations(
            f'<Relationship Id="s" Type="{kind}/styles" Target="styles.xml"/>'
            f'<Relationship Id="n" Type="{kind}/numbering" Target="numbering.xml"/>'
            f'<Relationship Id="f" Type="{kind}/footnotes" Target="footnotes.xml"/>'
            f'<Relationship Id="i" Type="{kind}/image" Target="media/image1.png"/>'
            f'<Relationship Id="h" Type="{kind}/hyperlink" Target="https://example.org/rule"'
            f' TargetMode="External"/>{relations}'
        ),
        "docProps/core.xml": _core(core),
        "word/document.xml": _root("document", f"<w:body>{body}</w:body>"),
        "word/styles.xml": _root("styles", _STYLES),
        "word/numbering.xml": _root("numbering", _NUMBERING),
        "word/footnotes.xml": _root("footnotes", footnotes),
        "word/media/image1.png": png(),
    }
    return zipped({**parts, **(others or {})})


def p(text: str, style: str = "", *, runs: str = "", properties: str = "") -> str:
    """A paragraph of one run, with more runs behind it."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{r(text) if text else ''}{runs}</w:p>"


def r(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, number: int = 1, depth: int = 0) -> str:
    """An item of a list."""
    numbering = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(text, properties=numbering)


def png(color: str = "red") -> bytes:
    """A small picture."""
    file = BytesIO()
    Image.new("RGB", (4, 3), color).save(file, "PNG")
    return file.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of these files."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def _root(name: str, inner: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NAMESPACES}>{inner}</w:{name}>'.encode()
    )


def _relations(inner: str) -> bytes:
    address = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{address}">{inner}</Relationships>'.encode()


def _core(inner: str) -> bytes:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:dcterms="http://purl.org/dc/terms/">{inner}</cp:coreProperties>'
    ).encode()
