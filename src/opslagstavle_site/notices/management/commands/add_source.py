from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opslagstavle_site.notices.fetching import add_source
from opslagstavle_site.notices.forms import CannotAdd, asked_source


class Command(BaseCommand):
    help = "Make something a source of the board: the schedule reads it, and again when it changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "sources", nargs="+", metavar="SOURCE",
            help="ted, ted:DK, an https address of OCDS, or a path: .xml, .zip, .tar.*, a folder of them",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            asked = [asked_source(what) for what in options["sources"]]
        except CannotAdd as error:
            raise CommandError(str(error)) from error
        for source in asked:
            self.stdout.write(f"source: {add_source(**source).key}")
