"""Intake: files, folders and archives that somebody has become readings, and these are imported.

Rooms depend one way: intake -> importing -> readers. What a reader makes of a file knows nothing
of where the file lay; what an import makes of a reading knows nothing of files. The files here
depend one way, too: taking_in -> gathering -> opening -> reads -> shelves, sources, languages
-> archives, formats; archives -> zips, tars -> entries -> damage. Both rules are contracts in
`pyproject.toml`.
"""
