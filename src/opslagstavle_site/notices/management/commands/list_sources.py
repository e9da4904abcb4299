from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from opslagstavle_site.notices.gaps import gaps
from opslagstavle_site.notices.queries import sources


class Command(BaseCommand):
    help = "Show the sources: last read when, next asked when, how many days are missing, what went wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        states = sources()
        missing = gaps([state.source for state in states], timezone.localdate())
        for state in states:
            source, days = state.source, len(missing[state.source.pk])
            self.stdout.write(
                f"{source.key}\n  {state.count} documents, last read {_moment(source.last_read)},"
                f" next try {_moment(source.next_try)}" + (f", {days} days missing" if days else "")
            )
            if source.last_error:
                self.stdout.write(f"  {source.last_error}")


def _moment(stated: Any) -> str:
    return f"{timezone.localtime(stated):%Y-%m-%d %H:%M}" if stated else "–"
