"""What background work calls: remind of statements whose review is due, tell of watched filters."""

from datetime import datetime

from catalog.actions.reviews import tell_of_reviews
from catalog.actions.watching import tell_of_changes
from catalog.saved_queries import result_of


def sweep(at: datetime) -> None:
    """Called at each tick."""
    tell_of_reviews(at=at)
    tell_of_changes(at=at, find=result_of)
