import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opslagstavle_site.notices.actions import read_archive
from opslagstavle_site.web.progress import ProgressBar


class Command(BaseCommand):
    help = (
        "Read large archives or folders, years of notices, in one go. Interrupted, the same command goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, help=".tar.*, .zip, .jsonl.gz, or folders of such")
        parser.add_argument("--processes", type=int, help="how many read at once (default: all cores)")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["paths"]:
            if not path.exists():
                raise CommandError(f"{path}: there is no such file or folder")
            self.stdout.write(f"{path}")
            progress, shown = None, ProgressBar(sys.stdout, "documents")
            for progress in read_archive(path=path, processes=options["processes"]):
                shown.show(progress.position / max(progress.size, 1), progress.seen)
            assert progress is not None  # there is always a last one
            shown.show(1, progress.seen, last=True)
            self.stdout.write(f"{progress.new:,} new documents, {progress.read:,} read")
