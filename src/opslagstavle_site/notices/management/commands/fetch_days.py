import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opslagstavle_site.notices.backfill import fetch_days
from opslagstavle_site.web.source_faults import SourceFault


class Command(BaseCommand):
    help = (
        "Fetch TED's daily packages of these days, the newest first. Interrupted, the same command goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("first", type=date.fromisoformat, metavar="FROM", help="like 2024-01-01")
        parser.add_argument("last", type=date.fromisoformat, metavar="TO")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            for fetched in fetch_days(first=options["first"], last=options["last"]):
                self.stdout.write(fetched.told(time.monotonic() - began))
        except SourceFault as fault:
            raise CommandError(f"{fault.reason}; the same command goes on with what is left") from fault
