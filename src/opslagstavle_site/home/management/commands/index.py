import sys
from typing import Any

from django.core.management.base import BaseCommand

from opslagstavle_site.enterprises.indexing import index_enterprises
from opslagstavle_site.notices.indexing import index_lots
from opslagstavle_site.web.progress import tallied


class Command(BaseCommand):
    help = "Bring the search index up to date; broken off, it goes on where it was."

    def handle(self, *args: Any, **options: Any) -> None:
        enterprises = tallied(sys.stdout, index_enterprises(), "enterprises indexed")
        lots = tallied(sys.stdout, index_lots(), "lots indexed")
        self.stdout.write(f"{enterprises:,} enterprises and {lots:,} lots indexed")
