"""Word files (DOCX): a package of XML parts becomes blocks of Markdown, and those a `Document`."""
