import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from opslagstavle_site.notices.actions import read_again, read_documents, refresh_statistics
from opslagstavle_site.notices.queries import quarantine
from opslagstavle_site.web.progress import tallied


class Command(BaseCommand):
    help = "Read again what could not be read, from the bytes that were kept: after an upgrade, say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--everything", action="store_true", help="all documents, also those that were read"
        )
        parser.add_argument("--processes", type=int, help="how many read at once (default: all cores)")

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = read_again(everything=options["everything"])
        self.stdout.write(f"{waiting} documents to read again")
        done = tallied(sys.stdout, read_documents(processes=options["processes"]), "documents read")
        refresh_statistics()
        self.stdout.write(f"{done:,} documents read; {quarantine().count():,} are set aside as unreadable")
