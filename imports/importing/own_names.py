"""Names for files of one path in two folders, which hold two explainers: `about.md` of two sites.

A file is known again by its path below the folder given, wherever that folder lies: so a newer
state is found in a copy. Only where another folder's file of the same path holds another explainer
is the name of the folder added.
"""

_LONGEST = 500


def own_name(key: str, origin: str) -> str | None:
    """The import key of a file that has to be told apart by its folder; None if there is none."""
    name = f"{key} in {origin}"
    return name if origin and len(name) <= _LONGEST else None


def shared_name(name: str, origin: str) -> str:
    """The path that the import key `name` tells, with or without the folder."""
    return name.removesuffix(f" in {origin}") if origin else name
