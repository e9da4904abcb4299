import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opslagstavle_site.notices.actions import add_folder, fetch_folder, read_documents
from opslagstavle_site.notices.gaps import folders
from opslagstavle_site.notices.queries import quarantine
from opslagstavle_site.web.progress import tallied


class Command(BaseCommand):
    help = "Read every folder source again, and FILES as new ones: keep what is new, then read what is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="*", type=Path, help="files, folders, archives (.xml, .zip, .tar.*)"
        )
        parser.add_argument("--processes", type=int, help="how many read at once (default: all cores)")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            if not path.exists():
                raise CommandError(f"{path}: there is no such file or folder")
            add_folder(path=path)
        for source in folders():
            self.stdout.write(f"{source.location}: {fetch_folder(source=source)} new documents")
        done = tallied(sys.stdout, read_documents(processes=options["processes"]), "documents read")
        self.stdout.write(f"{done:,} documents read; {quarantine().count():,} are set aside as unreadable")
