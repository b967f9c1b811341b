"""What the form of a version must be, kind by kind, whatever its subject is.

Asked by verification about every version. Rules about words belong to the app that knows them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from record.format import texts_in
from record.registry import Finding

Members = Mapping[str, Any]

#: Versions that no correction explains.
UNEXPLAINED = frozenset({"publication", "confirmation", "move", "rendering", "recovery"})


def follows_the_form_of_its_kind(
    before: Members | None, now: Members, _texts: Mapping[str, str]
) -> Iterator[Finding]:
    """Findings where members are there, or lack, against the version's kind."""
    for holds, field, message in _RULES:
        if not holds(before, now):
            yield Finding(now["serial"], field, message)


def _begins_with_publication(before: Members | None, now: Members) -> object:
    return now["kind"] == "recovery" or (before is None) == (now["kind"] == "publication")


def _is_explained_where_it_must_be(_before: Members | None, now: Members) -> object:
    return (now["explanation"] is None) == (now["kind"] in UNEXPLAINED)


def _confirms_where_it_must(_before: Members | None, now: Members) -> object:
    return (now["confirms"] is not None) == (now["kind"] == "confirmation")


def _recovers_where_it_must(_before: Members | None, now: Members) -> object:
    return (now["recovery"] is not None) == (now["kind"] == "recovery")


def _recovery_is_of_the_site(_before: Members | None, now: Members) -> object:
    return (now["subject"] == now["site"]) == (now["kind"] == "recovery")


def _has_words_unless_removed(_before: Members | None, now: Members) -> object:
    wordless = now["status"] == "removed" or now["kind"] == "recovery"
    return (now["document"] is None) == wordless


def _withholds_only_in_a_removal(_before: Members | None, now: Members) -> object:
    return not now["withholds"] or now["kind"] == "removal"


def _a_removal_removes(before: Members | None, now: Members) -> object:
    if now["kind"] != "removal" or now["withholds"]:
        return True
    return before is not None and before["status"] != now["status"] == "removed"


def _is_signed(_before: Members | None, now: Members) -> object:
    return now["signers"] or now["kind"] == "recovery"


def _signed_before_it_was_recorded(_before: Members | None, now: Members) -> object:
    return all(signer["at"] <= now["recorded_at"] for signer in now["signers"])


def _only_a_publication_is_imported(before: Members | None, now: Members) -> object:
    return now["imported"] is None or now["kind"] == "publication"


def _keeps_its_slug(before: Members | None, now: Members) -> object:
    if before is None or now["kind"] in ("move", "removal", "reinstatement"):
        return True
    return before["slug"] == now["slug"]


def _names_a_text_of_its_past_in_place(before: Members | None, now: Members) -> object:
    """A text that the version before named may stand at the same place only."""
    if before is None:
        return True
    # Backwards: a removal also names its replacement after the document that holds it.
    places = {leaf["text"]: path for path, leaf in reversed([*texts_in(before)])}
    return all(
        places.get(leaf["text"], path) == path
        for path, leaf in texts_in({"slug": now["slug"], "document": now["document"]})
    )


_RULES: tuple[tuple[Callable[[Members | None, Members], object], str, str], ...] = (
    (_begins_with_publication, "kind", "a subject begins with its one publication"),
    (_is_explained_where_it_must_be, "explanation", "does not fit the kind"),
    (_confirms_where_it_must, "confirms", "does not fit the kind"),
    (_recovers_where_it_must, "recovery", "does not fit the kind"),
    (_recovery_is_of_the_site, "subject", "does not fit the kind"),
    (_has_words_unless_removed, "document", "does not fit the status"),
    (_withholds_only_in_a_removal, "withholds", "only a removal withholds words"),
    (_a_removal_removes, "withholds", "a removal that removes nothing"),
    (_is_signed, "signers", "nobody signed"),
    (_signed_before_it_was_recorded, "signers", "signed after it was recorded"),
    (_only_a_publication_is_imported, "imported", "only a publication is imported"),
    (_keeps_its_slug, "slug", "the kind does not change it"),
    (_names_a_text_of_its_past_in_place, "document", "a text stands in another place than before"),
)
