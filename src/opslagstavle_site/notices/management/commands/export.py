import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from opslagstavle_site.notices.actions import FORMATS_OUT, export
from opslagstavle_site.web.progress import ProgressBar


class Command(BaseCommand):
    help = "Write every published notice into a file, one a line: as OCDS releases, or in our own model."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", choices=list(FORMATS_OUT))
        parser.add_argument("file", type=Path, help="a .jsonl file, or .jsonl.gz; written anew as a whole")

    def handle(self, *args: Any, **options: Any) -> None:
        done, total, shown = 0, 0, ProgressBar(sys.stderr, "notices written")
        for done, total in export(path=options["file"], form=options["format"]):
            shown.show(done / total, done)
        shown.show(1, done, last=True)
