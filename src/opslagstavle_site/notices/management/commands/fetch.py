from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from opslagstavle_site.notices.fetching import fetch_all


class Command(BaseCommand):
    help = "Ask every source that is due, and keep what is new; a running board reads it in its next turn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="also sources that asked to be left alone for a while"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        asked = 0
        for fetched in fetch_all(whatever_the_time=options["all"]):
            asked += 1
            problem = f"; {fetched.problem}" if fetched.problem else ""
            self.stdout.write(f"{fetched.source.key}: {fetched.kept} new documents{problem}")
        self.stdout.write("" if asked else "no source is due (--all asks them nevertheless)")
