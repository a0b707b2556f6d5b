"""Progress for the person at the terminal."""

import sys


def say(line: str) -> None:
    """One line, at once even into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
