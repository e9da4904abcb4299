"""``./opslagstavle COMMAND``: every command of the site, dashes or underscores as you like."""

import os
import sys

from django.core.management import execute_from_command_line

STOPPED = 130  # what a shell expects of a program that Ctrl-C ended


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opslagstavle_site.settings")
    command, *rest = sys.argv[1:] or ["help"]
    try:
        execute_from_command_line(["opslagstavle", command.replace("-", "_"), *rest])
    except KeyboardInterrupt:
        sys.stderr.write(f"\nStopped. What was done stays; {command} can be run again.\n")
        sys.exit(STOPPED)


if __name__ == "__main__":
    main()
