from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from opslagstavle_site.enterprises import checking
from opslagstavle_site.web.source_faults import SourceFault


class Command(BaseCommand):
    help = "Enterprises from the central business register: by number, all with the flag, or look up those we have."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", type=Path, nargs="?", help="a hit, a search answer, or JSON Lines of such")
        what.add_argument("--numbers", nargs="+", metavar="CVR")
        what.add_argument("--registered", action="store_true", help="all that are or were registered")
        what.add_argument("--check", action="store_true", help="look up every entry with a CVR number")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = checking.asked_for(options, on=timezone.localdate())
        except (SourceFault, OSError, ValueError) as error:
            raise CommandError(f"{error}; what came before is in, the same command goes on") from error
        for line in outcome.told:
            self.stderr.write(line)
        self.stdout.write(", ".join(f"{count} {what}" for what, count in outcome.counts.items()) or "nothing")
