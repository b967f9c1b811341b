"""Every test of the record needs the database."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """The database, with its guards."""
