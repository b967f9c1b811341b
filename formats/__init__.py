"""Formats: a file becomes a `Document`, or is refused with the reason; and a document a file."""
