from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from opslagstavle_site.accounts.actions import ensure_staff, make_login_link


class Command(BaseCommand):
    help = "Print a link that logs the staff user in, once, within a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", default="http://localhost:8000", help="address the board is served on")

    def handle(self, *args: Any, **options: Any) -> None:
        user, _ = ensure_staff()
        self.stdout.write(f"{options['site'].rstrip('/')}/log-ind/{make_login_link(user=user)}/")
