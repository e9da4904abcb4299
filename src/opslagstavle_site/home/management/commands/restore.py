from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from opslagstavle_site.home.restoring import restore


class Command(BaseCommand):
    help = "Put a backup back, with the board stopped. All of it or nothing; then the tables are brought to this version."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace the board that is here")

    def handle(self, *args: Any, **options: Any) -> None:
        manifest = restore(path=options["file"], force=options["force"])
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write(
            f"restored as it was at {manifest.made_at}; ./opslagstavle doctor looks whether all is well"
        )
