"""The golden harness: whole sites and hundreds of files, and all that comes of them, as files.

    python -m tests.golden build DIR               a rich site of its own: its export, its outputs
    python -m tests.golden outputs ARCHIVE DIR     an export taken in, and all outputs of that site
    python -m tests.golden compare A B             what differs; --numbered for sites built anew
    python -m tests.golden formats write FILE      what the formats make of varied files
    python -m tests.golden formats compare A B     the files of which they make something else

What two revisions of the code give is compared; nothing that was kept belongs to the repository.
Only `house.py` knows the modules of the project.
"""
