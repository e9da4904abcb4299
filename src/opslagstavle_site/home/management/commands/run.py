import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from opslagstavle_site.home.serve import run


class Command(BaseCommand):
    help = "Set up what is missing, serve the board, and keep it current."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--from", dest="sources", action="extend", nargs="+", type=Path, default=[], metavar="PATH",
            help="files, folders or archives to read notices from (.xml, .zip, .tar.*); they stay sources",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        run(port=options["port"], sources=options["sources"], out=sys.stderr)
