"""Template filters of the readers' pages."""
