"""Readers of environment variables. They refuse nonsense at start, with the variable's name."""

from __future__ import annotations

import os
import re
import secrets
from datetime import date
from pathlib import Path


class BadSetting(SystemExit):
    """The board does not start with a setting it cannot understand."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise BadSetting(f"{name} must be yes or no, not {value!r}")


def number(name: str, default: float) -> float:
    """More than nothing; "1.5" or "20"."""
    value = text(name)
    try:
        found = float(value) if value else default
    except ValueError:
        raise BadSetting(f"{name} must be a number, not {value!r}") from None
    if not 0 < found < 1_000_000:
        raise BadSetting(f"{name} must be more than 0, not {value!r}")
    return found


def count(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, 0 or more."""
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or len(value) > 6 or int(value) < least:
        raise BadSetting(f"{name} must be a whole number from {least} on, not {value!r}")
    return int(value)


def address(name: str, default: str) -> str:
    """Of a web site, without the last slash."""
    value = text(name, default).rstrip("/")
    if not re.fullmatch(r"https?://[^\s/@?#]+(/[^\s@?#]*)?", value):
        raise BadSetting(f"{name} must be an address like https://host, not {value!r}")
    return value


def day(name: str) -> date | None:
    """ "2026-11-24"; None when nothing is given."""
    value = text(name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise BadSetting(f"{name} must be a day like 2026-11-24, not {value!r}") from None


def mailbox(name: str) -> str:
    """An e-mail address; "" when nothing is given."""
    value = text(name)
    if value and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+", value):
        raise BadSetting(f"{name} must be an e-mail address, not {value!r}")
    return value


def listening(name: str, default: str) -> str:
    """Where a server listens: host:port, [::1]:port or unix:/a/path."""
    value = text(name, default)
    if value.startswith("unix:/") or re.fullmatch(r"([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}", value):
        return value
    raise BadSetting(
        f"{name} must be like 127.0.0.1:8000 or unix:/run/opslagstavle/board.sock, not {value!r}"
    )


def names(name: str, default: str) -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """A folder that is there and can be written to; made when missing."""
    path = Path(text(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"{name}: {path} cannot be made ({error.strerror})") from error
    if not os.access(path, os.W_OK):
        raise BadSetting(f"{name}: {path} cannot be written to")
    return path


def secret(name: str, kept_in: Path) -> str:
    """From the environment, else made once and kept in a file only its owner reads."""
    if given := text(name):
        if len(given) < 32:
            raise BadSetting(f"{name} must have at least 32 characters")
        return given
    if not kept_in.exists():
        made = kept_in.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        try:
            os.link(made, kept_in)  # fails if another process was first: then its secret counts
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return kept_in.read_text()
