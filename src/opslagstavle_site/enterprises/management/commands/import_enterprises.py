import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from opslagstavle.errors import BadSheet
from opslagstavle_site.enterprises import importing, previews


class Command(BaseCommand):
    help = "Read a list of enterprises (CSV, XLSX): good rows come in, faulty ones are told; twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what it would do, and do nothing")
        parser.add_argument("--json", action="store_true", help="the outcome as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            planned = importing.plan(content := path.read_bytes(), timezone.localdate())
        except (OSError, BadSheet) as error:
            raise CommandError(previews.told_in_english(error, path)) from error
        told = previews.in_english(
            planned if options["dry_run"] else importing.take_in(name=path.name, content=content)
        )
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else previews.as_text(told))
