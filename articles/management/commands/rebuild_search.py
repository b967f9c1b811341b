"""`manage.py rebuild_search`: search rows are made with the pages, so it is the same command."""

from articles.management.commands.rebuild_pages import Command

__all__ = ["Command"]
