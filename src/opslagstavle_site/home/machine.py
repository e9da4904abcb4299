"""What the doctor looks at outside the database: settings, files, texts, the port, the clock. Reads only."""

from __future__ import annotations

import http.client
import shutil
import socket
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from opslagstavle.errors import BadCodelist
from opslagstavle.terms import codelists
from opslagstavle_site.home.backups import backups_in

OLDEST_PYTHON = (3, 11)
State = Literal["well", "warning", "wrong"]
FREE_WRONG, FREE_WARNING = 200 * 1024**2, 2 * 1024**3
BACKUP_AFTER = timedelta(hours=26)
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
"""The clock cannot be right before this board was written."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was looked at: what, how it is, and in words what is so or what to do."""

    what: str
    state: State
    says: str


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Iterator[Seen]:
    told = ".".join(map(str, version))
    if version < OLDEST_PYTHON:
        yield Seen("Python", "wrong", f"{told} is too old: install 3.11 or newer")
    else:
        yield Seen("Python", "well", told)


def _own_names() -> list[str]:
    return [host for host in settings.ALLOWED_HOSTS if host not in ("localhost", "127.0.0.1", "[::1]")]


def hosts() -> Iterator[Seen]:
    names = _own_names()
    if "*" in names:
        yield Seen("names", "wrong", "OPSLAGSTAVLE_HOSTS is *: name the board's own host names instead")
    elif not names:
        yield Seen("names", "warning", "this machine only: to be seen from elsewhere set OPSLAGSTAVLE_HOSTS")
    else:
        yield Seen("names", "well", ", ".join(names))
    if settings.HTTPS:
        yield Seen("HTTPS", "well", "required; the proxy in front must set X-Forwarded-Proto")
    elif names:
        yield Seen("HTTPS", "wrong", "off, but the board has a name: set OPSLAGSTAVLE_HTTPS=yes")
    else:
        yield Seen("HTTPS", "warning", "off: right for this machine only")


def secret_key() -> Iterator[Seen]:
    path = settings.DATA / "secret-key"
    if not path.exists():
        yield Seen("secret key", "well", "from the environment")
    elif open_to := stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Seen(
            "secret key", "wrong", f"others can read it (mode {open_to:03o} too much): chmod 600 {path}"
        )
    else:
        yield Seen("secret key", "well", "in the data folder, for its owner only")


def data_folder() -> Iterator[Seen]:
    folder: Path = settings.DATA
    if (folder / "restore-unfinished").exists():
        yield Seen(
            "restore", "wrong", "one was broken off: give the same ./opslagstavle restore --force again"
        )
    if stat.S_IMODE(folder.stat().st_mode) & 0o005 and _own_names():
        yield Seen("data folder", "warning", f"others on this machine can read it: chmod 700 {folder}")
    free = shutil.disk_usage(folder).free
    told = f"{folder}, {free / 1024**3:.1f} GB free"
    if free < FREE_WRONG:
        yield Seen("data folder", "wrong", f"{told}: make room, or nothing new can be kept")
    elif free < FREE_WARNING:
        yield Seen("data folder", "warning", f"{told}: make room soon")
    else:
        yield Seen("data folder", "well", told)


def static_files() -> Iterator[Seen]:
    built = settings.ROOT / "src" / "opslagstavle_site" / "web" / "static" / "built" / "board.css"
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not built.exists():
        yield Seen(
            "the look", "wrong", "not built: give any command by way of ./opslagstavle, which builds it"
        )
    elif not collected.exists():
        yield Seen("static files", "warning", "not collected: `run` and `serve` do it when they start")
    elif collected.stat().st_mtime < built.stat().st_mtime:
        yield Seen("static files", "warning", "older than the look: start the board anew")
    else:
        yield Seen("static files", "well", str(settings.STATIC_ROOT))


def texts() -> Iterator[Seen]:
    catalogue = Path(settings.LOCALE_PATHS[0]) / "da" / "LC_MESSAGES" / "django.po"
    compiled = catalogue.with_suffix(".mo")
    if not compiled.exists():
        yield Seen("Danish texts", "wrong", "not compiled: give any command by way of ./opslagstavle")
    elif compiled.stat().st_mtime < catalogue.stat().st_mtime:
        yield Seen(
            "Danish texts", "warning", "older than their source: give any command by way of ./opslagstavle"
        )
    else:
        yield Seen("Danish texts", "well", "compiled")


def code_lists() -> Iterator[Seen]:
    folder = Path(settings.CODELISTS_FOLDER or settings.CODELISTS_CACHE)
    missing = [name for name in codelists.FILES if not (folder / name).exists()]
    bad = [name for name in codelists.FILES if name not in missing and not _is_whole(folder / name)]
    if bad:
        yield Seen(
            "code lists", "wrong", f"not as released: {', '.join(bad)}: delete them, they are fetched again"
        )
    elif missing:
        yield Seen(
            "code lists", "warning",
            f"{len(missing)} of {len(codelists.FILES)} not fetched yet (from {codelists.PUBLICATION}); codes are shown bare",
        )  # fmt: skip
    else:
        yield Seen("code lists", "well", f"eForms SDK {codelists.SDK_VERSION}")


def _is_whole(path: Path) -> bool:
    try:
        codelists.verify(path.name, path.read_bytes())
    except BadCodelist:
        return False
    return True


def clock(now: datetime) -> Iterator[Seen]:
    try:
        zone = ZoneInfo(settings.TIME_ZONE)
    except ZoneInfoNotFoundError:
        yield Seen(
            "time zone", "wrong", f"{settings.TIME_ZONE} is not known here (Debian: apt install tzdata)"
        )
        return
    told = f"{now.astimezone(zone):%Y-%m-%d %H:%M} in {settings.TIME_ZONE}"
    if now < BUILT:
        yield Seen("clock", "wrong", f"{told}: deadlines would be wrong; set the clock (systemd-timesyncd)")
    else:
        yield Seen("clock", "well", told)


def pages() -> Iterator[Seen]:
    """Does the board answer where it listens? It need not run to be well."""
    try:
        status = _asked(settings.BIND)
    except OSError:
        yield Seen("pages", "warning", f"nobody answers on {settings.BIND}: the board does not run here")
        return
    except http.client.HTTPException:
        status = 0
    if status in (200, 503):  # 503: it answers, and says itself what is wrong
        yield Seen("pages", "well", f"answered on {settings.BIND}")
    else:
        yield Seen("pages", "wrong", f"something else answers on {settings.BIND}: set OPSLAGSTAVLE_BIND")


def _asked(bind: str) -> int:
    asking = Asking(bind)
    host = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    try:
        asking.request("GET", "/sundhed", headers={"Host": host})
        answer = asking.getresponse()
        return answer.status if b'"well"' in answer.read(1000) else 0
    finally:
        asking.close()


class Asking(http.client.HTTPConnection):
    """To where the board listens: a port or a socket file."""

    def __init__(self, bind: str) -> None:
        host, _, port = bind.rpartition(":")
        self.bind = bind
        if bind.startswith("unix:"):
            host, port = "localhost", "80"
        super().__init__(
            {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host), int(port), timeout=5  # noqa: S104 (who listens there)
        )  # fmt: skip

    def connect(self) -> None:
        if not self.bind.startswith("unix:"):
            return super().connect()
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.bind.removeprefix("unix:"))


def backups(now: datetime) -> Iterator[Seen]:
    """Only where a folder for them is set."""
    if not settings.BACKUPS:
        yield Seen(
            "backup",
            "warning",
            "none is known of: set OPSLAGSTAVLE_BACKUPS and give ./opslagstavle backup daily",
        )
        return
    found = backups_in(Path(settings.BACKUPS))
    if not found:
        yield Seen("backup", "wrong", f"none in {settings.BACKUPS}: give ./opslagstavle backup")
        return
    age = now - datetime.fromtimestamp(found[-1].stat().st_mtime, UTC)
    told = f"{found[-1].name}, {age / timedelta(hours=1):.0f} hours old"
    late = age > BACKUP_AFTER
    yield Seen("backup", "wrong" if late else "well", f"{told}: look at the timer" if late else told)
