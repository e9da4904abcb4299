import os
from typing import Any

from django.core.management.base import BaseCommand

from opslagstavle_site.home.schedule import run_schedule


class Command(BaseCommand):
    help = "Keep the board current until stopped (`run` starts this beside the web server)."

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(10)  # readers come first
        run_schedule()
