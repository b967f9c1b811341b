"""From the files, folders and archives that somebody has to explainers, and to their import.

What a format makes of a file knows nothing of where the file lay; what an import makes of an
explainer knows nothing of files: `imports.sources` stands between both. The modules depend one way:
intake -> gathering -> reads -> surroundings, paths -> formats -> archives.
"""
