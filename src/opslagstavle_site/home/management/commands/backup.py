from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from opslagstavle_site.home.backups import backup


class Command(BaseCommand):
    help = "Write the whole board into one file, also while it runs. It holds the secret key: keep it where only you can read it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "target", nargs="?", type=Path, metavar="FOLDER|FILE", help="else OPSLAGSTAVLE_BACKUPS"
        )
        parser.add_argument(
            "--keep", type=int, default=0, metavar="N", help="delete all but the newest N of the folder"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["target"] or (Path(settings.BACKUPS) if settings.BACKUPS else None)
        if target is None:
            raise CommandError("where to? give a folder or a file, or set OPSLAGSTAVLE_BACKUPS")
        made = backup(target=target.resolve(), now=timezone.localtime(), keep=options["keep"])
        self.stdout.write(f"{made}  {made.stat().st_size / 1024**2:.1f} MB, read back and compared")
