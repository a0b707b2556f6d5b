"""Beat's clock: it keeps no memory of its own, and leaves a sign that it ticks.

What is due stands in PostgreSQL, so beat has nothing to remember. The file that `--schedule` names is touched whenever
a tick has reached the queue; the health check of the production host looks at its age.
"""

from pathlib import Path
from typing import Any

from celery.beat import ScheduleEntry
from celery.beat import Scheduler as Plain


class Scheduler(Plain):
    """Celery's scheduler in memory, with the sign."""

    def __init__(self, *args: Any, schedule_filename: str, **kwargs: Any) -> None:
        self.sign = Path(schedule_filename)
        super().__init__(*args, **kwargs)

    def apply_async(self, entry: ScheduleEntry, *args: Any, **kwargs: Any) -> Any:
        """Sends the entry's task; the sign is left only when that worked."""
        sent = super().apply_async(entry, *args, **kwargs)
        self.sign.touch()
        return sent
