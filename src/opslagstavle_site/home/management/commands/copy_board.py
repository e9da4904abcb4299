from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from opslagstavle_site.home.moving import copy_board


class Command(BaseCommand):
    help = "Copy the whole board from another database into this one, which must be empty and migrated. All of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="as in DATABASE_URL: sqlite:////path/to/board.sqlite3, postgres://…")

    def handle(self, *args: Any, **options: Any) -> None:
        for table, rows in copy_board(url=options["url"]):
            self.stdout.write(f"{rows:>9}  {table}")
