"""The command line; see the package."""

import sys

from portal import embedded
from portal.embedded import around, supervisor

USAGE = embedded.__doc__ or ""


def main(words: list[str]) -> int:
    """Runs one command; returns the exit code."""
    match words:
        case ["run", *flags] if set(flags) <= {"--end-with-parent"}:
            return supervisor.run(end_with_parent=bool(flags))
        case ["with-services", "--", _, *_]:
            return around.run(words[2:])
        case ["reset"]:
            return supervisor.reset()
    sys.stderr.write(USAGE)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
