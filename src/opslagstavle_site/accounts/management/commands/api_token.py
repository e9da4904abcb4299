from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opslagstavle_site.accounts.actions import ensure_staff, make_api_token
from opslagstavle_site.accounts.queries import people


class Command(BaseCommand):
    help = "Print a token for a program that writes through the API. It is shown this once; /adgange/ lists and revokes them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the program is called")
        parser.add_argument("--user", help="in whose name it writes; without it, our first member of staff")

    def handle(self, *args: Any, **options: Any) -> None:
        user = people().filter(username=options["user"]).first() if options["user"] else ensure_staff()[0]
        if user is None:
            raise CommandError(f"nobody with a log-in is called {options['user']}")
        name = " ".join(options["name"].split())[:100]
        if not name:
            raise CommandError("a token needs a name to be known by")
        self.stdout.write(make_api_token(user=user, name=name)[1])
