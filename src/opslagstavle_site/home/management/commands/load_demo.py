from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from opslagstavle_site.home.actions import load_demo


class Command(BaseCommand):
    help = "Load the demo set: invented enterprises and notices, read and matched. Twice is as good as once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-notices", action="store_true", help="the enterprises only")

    def handle(self, *args: Any, **options: Any) -> None:
        done = load_demo(with_notices=not options["without_notices"])
        self.stdout.write("demo: " + ", ".join(f"{count} {what}" for what, count in done.items()))
