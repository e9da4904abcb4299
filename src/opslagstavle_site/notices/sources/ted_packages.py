"""TED's daily packages: all notices of one issue of the OJ S in one archive, for years back.

- ``{site}/packages/daily/{yyyynnnnn}``, year and issue number, a .tar.gz; no account is needed:
  https://ted.europa.eu/en/help/data-reuse and https://ted.europa.eu/en/simap/developers-corner-for-reusers
- Which issue came out on which day: the release calendar, ``{site}/en/release-calendar/-/download/file/CSV/{year}``; the form of
  this address is in the answers of the reusers' workshop of 14 December 2023, https://op.europa.eu/en/web/ted-reusers-workshops

Told by public clients, not stated by the publisher, and not tried from here: that an issue that is not there gives 404, that a
package has neither ETag nor checksum, and the calendar's columns (number, then day as dd/mm/yyyy). Packages before 2011 hold
texts in zips, not XML; nothing can be read from them. The monthly packages (``/packages/monthly/{yyyy-m}``, archives of the daily
ones) are not used: one issue is a step small enough to be interrupted.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Generator
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from opslagstavle.notices.archives import Item
from opslagstavle.notices.archives import documents as in_archive
from opslagstavle_site.web.polite import Polite, is_page
from opslagstavle_site.web.source_faults import Fault, SourceFault

FIRST_YEAR = 2011
_ISSUE = re.compile(r"(\d{1,5})(?:/\d{4})?")
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


def calendar(web: Polite, year: int) -> dict[date, str]:
    """{day of publication: issue as yyyynnnnn} of a year."""
    content = web.get(f"{settings.TED_SITE}/en/release-calendar/-/download/file/CSV/{year}").content
    if is_page(content):
        raise SourceFault(Fault.LOGIN, f"a web page came in place of the release calendar of {year}")
    lines = content.decode("utf-8-sig", errors="replace").splitlines()
    dialect = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    found = dict(issue for row in csv.reader(lines, delimiter=dialect) if (issue := _issue(row, year)))
    if not found:
        raise SourceFault(Fault.SHAPE, f"the release calendar of {year} names no issue")
    return found


def _issue(row: list[str], year: int) -> tuple[date, str] | None:
    """A row of the calendar; None for its heading and for what is no issue."""
    number = _ISSUE.fullmatch(row[0].strip()) if len(row) > 1 else None
    if not number:
        return None
    try:
        day = datetime.strptime(row[1].strip(), "%d/%m/%Y").date()  # noqa: DTZ007 (a day, no moment)
    except ValueError:
        return None
    return day, f"{year}{int(number[1]):05}"


def documents(web: Polite, issue: str, folder: Path) -> Generator[Item]:
    """The notices of an issue. ``SourceFault`` when the package cannot be had or is no such archive."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{issue}.tar.gz"  # one name, so that a run that was killed leaves one file at most
    web.download(f"{settings.TED_SITE}/packages/daily/{issue}", path)
    try:
        _check(path)
        for name, content in in_archive([path]):
            yield name.replace(str(path), path.name), content
    finally:
        path.unlink(missing_ok=True)


def _check(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(1000)
    if is_page(start):
        raise SourceFault(Fault.LOGIN, "a web page came in place of the package")
    if start.startswith(_ZIP):
        raise SourceFault(Fault.SHAPE, "a zip came in place of a .tar.gz")
    if not start.startswith(_GZIP):
        raise SourceFault(Fault.SHAPE, "what came is no .tar.gz")
