"""`manage.py rebuild_search`: the search rows, anew from the record."""

from articles.management.commands import rebuild_pages


class Command(rebuild_pages.Command):
    """Search rows are made with the pages, in one transaction an explainer."""

    help = "Rebuild search rows (and pages, which are made with them) from the record."
