"""Imports in the admin: files are sent in pieces, read in pieces, looked at, and taken in pieces.

What was read is kept as it was read, so what is taken is what was looked at. Nothing is written to
explainers before somebody says "take". Every step is short, claims the upload for itself and writes
what it did together with how far it came, so it may be cut off anywhere and begun again.

The modules depend one way: admin -> stepping -> reading, taking -> between_steps -> storing ->
models.
"""
