from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opslagstavle_site.notices.actions import add_folder


class Command(BaseCommand):
    help = "Make files, folders or archives sources of the board: the schedule reads them, and again when they change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, help=".xml, .zip, .tar.*, or a folder of them")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["paths"]:
            if not path.exists():
                raise CommandError(f"{path}: there is no such file or folder")
            self.stdout.write(f"source: {add_folder(path=path).location}")
