from typing import Any

from django.core.management.base import BaseCommand

from opslagstavle_site.enterprises.actions import remove_demo_enterprises
from opslagstavle_site.notices.actions import remove_demo_notices


class Command(BaseCommand):
    help = "Remove the demo notices and the demo enterprises, with everything that hangs on them."

    def handle(self, *args: Any, **options: Any) -> None:
        notices, enterprises = remove_demo_notices(), remove_demo_enterprises()
        self.stdout.write(f"{notices} demo notices and {enterprises} demo enterprises removed")
