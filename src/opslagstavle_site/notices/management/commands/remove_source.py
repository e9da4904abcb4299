from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opslagstavle_site.notices.fetching import remove_source
from opslagstavle_site.notices.forms import named_source


class Command(BaseCommand):
    help = "Ask a source no more. What came from it stays on the board."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "keys", nargs="+", metavar="KEY", help="as `list-sources` shows it, or as it was added"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for key in options["keys"]:
            if not remove_source(key=named_source(key)):
                raise CommandError(f"{key}: there is no such source; `list-sources` shows them all")
            self.stdout.write(f"{key}: not asked any more")
