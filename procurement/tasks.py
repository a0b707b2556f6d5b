"""What background work calls: remind of milestones whose review is due."""

from datetime import datetime

from procurement.actions.reviews import tell_of_reviews


def sweep(at: datetime) -> None:
    """Called at each tick."""
    tell_of_reviews(at=at)
