"""The portal's own processes, by the same commands here and in docker-compose.yml."""

import sys

# Each thread keeps a connection to the database: threads x workers stay well below PostgreSQL's 100.
WEB = (
    *("-m", "granian", "--interface", "wsgi", "--no-ws", "--respawn-failed-workers"),
    *("--blocking-threads", "8", "--workers-kill-timeout", "8", "portal.wsgi:application"),
)
WORKER = ("-m", "celery", "-A", "portal", "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
BEAT = ("-m", "celery", "-A", "portal", "beat", "--loglevel", "INFO", "--pidfile=", "--schedule")


def python(*words: str) -> tuple[str, ...]:
    """A command for this very Python."""
    return (sys.executable, *words)
