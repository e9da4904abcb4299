import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from opslagstavle_site.home.doctor import examine

MARKS = {"well": "  ", "warning": "? ", "wrong": "! "}


class Command(BaseCommand):
    help = "Say what is wrong with this installation and what to do: ! is wrong (exit code 1), ? a warning."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        seen = list(examine(timezone.now()))
        wrong = any(each.state == "wrong" for each in seen)
        if options["json"]:
            self.stdout.write(json.dumps({"well": not wrong, "seen": [asdict(each) for each in seen]}))
        else:
            self.stdout.writelines(f"{MARKS[each.state]}{each.what}: {each.says}\n" for each in seen)
        sys.exit(1 if wrong else 0)
