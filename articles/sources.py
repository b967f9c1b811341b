"""The files that an import is given: found, named by their import key, and read one by one."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from articles.importing import Options, Outcome, bring_in
from articles.readers.html_page import read_html
from articles.readers.json_article import read_json
from articles.readers.markdown_file import read_markdown
from articles.readers.plain_text import read_plain_text
from articles.readers.reading import Reading, Refused
from articles.readers.recognising import format_of

#: What `--format` may name. All but plain text make use of the file's name.
READERS: dict[str, Callable[..., Reading]] = {
    "html": read_html,
    "json": read_json,
    "md": read_markdown,
    "txt": read_plain_text,
}
_LARGEST = 10_000_000
STANDARD_INPUT = "-"
_SAME_KEY = (
    "found this path below two of the folders given, and by it a file is known again; "
    "expected to be given the folder above both"
)


@dataclass(frozen=True)
class Source:
    """A file to import: its key (the path below the PATH given) and where its bytes are."""

    key: str
    path: Path | None

    def read(self) -> bytes:
        """Its bytes, but no more of them than any reader takes; raises OSError."""
        if self.path is None:
            return sys.stdin.buffer.read(_LARGEST)
        with self.path.open("rb") as file:
            return file.read(_LARGEST)


def found(paths: Iterable[str]) -> list[Source]:
    """The files of `paths` in order of name: files, folders with all below them, or `-`.

    Raises FileNotFoundError for a path that doesn't exist. Hidden files are left out.
    """
    sources: dict[Path | None, Source] = {}
    for given in paths:
        for source in _found(given):
            sources.setdefault(source.path, source)
    return list(sources.values())


def imported(
    sources: Iterable[Source], options: Options, format_name: str | None = None
) -> Iterator[Outcome]:
    """Imports each source and yields what became of it. A bad file doesn't stop the others."""
    addresses: dict[str, str] = {}
    identities: dict[str, str] = {}
    keys: dict[str, Source] = {}
    for source in sources:
        if keys.setdefault(source.key, source) is not source:
            yield Outcome(source.key, "refused", reason=_SAME_KEY)
            continue
        outcome = _imported(source, options, format_name, identities)
        # A dry run writes nothing, so the second file of one address is known only by this.
        if outcome.result in ("made", "published") and options.dry:
            first = addresses.setdefault(outcome.slug, source.key)
            if first != source.key:
                reason = f"found the address “{outcome.slug}”, which {first} has already"
                outcome = replace(outcome, result="refused", reason=reason)
        yield outcome


def _found(given: str) -> Iterator[Source]:
    if given == STANDARD_INPUT:
        yield Source("standard-input", None)
        return
    path = Path(given)
    if not path.exists():
        raise FileNotFoundError(f"{given}: there is no such file or folder")
    if not path.is_file() and not path.is_dir():
        raise FileNotFoundError(f"{given}: this is neither a file nor a folder")
    if path.is_file():
        yield Source(_key(path.name), path.resolve())
        return
    for file in sorted(path.rglob("*")):
        below = file.relative_to(path)
        if file.is_file() and not any(part.startswith(".") for part in below.parts):
            yield Source(_key(below.as_posix()), file.resolve())


def _key(name: str) -> str:
    """A path as text that a database takes: bytes that aren't UTF-8 are written out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")[-500:]


def _imported(
    source: Source, options: Options, format_name: str | None, identities: dict[str, str]
) -> Outcome:
    """Imports one source; `identities` has what the files before called themselves."""
    try:
        reading = _read(source, options, format_name)
    except Refused as refusal:
        return Outcome(source.key, "refused", reason=str(refusal), line=refusal.line)
    except OSError as error:
        return Outcome(source.key, "refused", reason=f"can’t be read: {error.strerror}")
    # What comes by a pipe has no name; its address is all that tells it from another.
    key = source.key if source.path else f"{source.key}/{reading.slug}"
    first = identities.setdefault(reading.identity, key) if reading.identity else key
    if first != key:
        reason = f"found the identity “{reading.identity}”, which {first} has already"
        return Outcome(key, "refused", reading.slug, reading.document.title, reason=reason)
    return replace(bring_in(reading, reading.identity or key, options), name=key)


def _read(source: Source, options: Options, format_name: str | None) -> Reading:
    """What the file says; raises `Refused` or OSError."""
    data = source.read()
    suffix = source.path.suffix if source.path else ""
    name = format_name or format_of(suffix, data)
    if name is None:
        expected = (
            "plain text, Markdown, HTML or JSON that ends in .txt, .md, .html or .json; save the"
            " text of another document so first (--format says what a file of another name is)"
        )
        raise Refused(None, f"a file that ends in {suffix}", expected)
    named = {} if name == "txt" else {"name": source.key}
    return READERS[name](data, language=options.language, **named)
