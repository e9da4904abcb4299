"""``python -m tests.holding``: has the board's database open until it is killed."""

from __future__ import annotations

import os
import sys
import time

import django
from django.db import connection


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opslagstavle_site.settings")
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
    sys.stdout.write("open\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    main()
