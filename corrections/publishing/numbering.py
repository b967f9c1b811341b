"""Public numbers: 1, 2, 3 … over the site, given at publication, never again."""

from django.db.models import Max

from corrections.models import Correction
from record.models import Version


def next_number() -> int:
    """The number that the next correction takes, to be asked for inside the site's lock.

    After a recovery that is at least the one that it names: lost numbers aren't given again.
    """
    largest = Correction.objects.aggregate(largest=Max("number"))["largest"] or 0
    recoveries = Version.objects.filter(kind="recovery")
    named = [one.members["recovery"]["next_correction"] or 0 for one in recoveries]
    return max([largest + 1, *named])
