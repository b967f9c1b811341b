"""Writers: from a document to a file's text."""
