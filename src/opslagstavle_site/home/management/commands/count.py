import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from opslagstavle_site.home.queries import everything_counted


class Command(BaseCommand):
    help = "Say how much of everything is there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = everything_counted()
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.writelines(
                f"{name.replace('_', ' '):24} {count:>9}\n" for name, count in counts.items()
            )
