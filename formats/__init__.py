"""Readers: a file of some format becomes a `Document`, or is refused with the reason."""
