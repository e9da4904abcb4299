import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from opslagstavle_site.home.serve import serve


class Command(BaseCommand):
    help = "Serve the board in production, as OPSLAGSTAVLE_BIND and OPSLAGSTAVLE_WORKERS say, with the schedule beside it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--without-schedule", action="store_true",
            help="only the pages: `schedule` runs as a service of its own, or on another machine",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        serve(with_schedule=not options["without_schedule"], out=sys.stderr)
