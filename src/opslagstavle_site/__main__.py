"""``./opslagstavle COMMAND``: every command of the site, dashes or underscores as you like."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opslagstavle_site.settings")
    command, *rest = sys.argv[1:] or ["help"]
    execute_from_command_line(["opslagstavle", command.replace("-", "_"), *rest])


if __name__ == "__main__":
    main()
