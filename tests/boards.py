"""Boards of their own: a folder and a database each, run by command, on whichever database the tests run on."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
SERVER = os.environ.get("DATABASE_URL", "")
"""Where databases can be made; empty: SQLite, a file in the board's folder."""


class Board:
    def __init__(self, folder: Path, url: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.url = folder, url
        without = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environment = {
            **without, **({"DATABASE_URL": url} if url else {}), "OPSLAGSTAVLE_DATA": str(folder),
            "OPSLAGSTAVLE_KEEP_PAGES_SECONDS": "0",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }  # fmt: skip

    def start(self, *arguments: str, module: str = "opslagstavle_site") -> subprocess.Popen[str]:
        """In a session of its own, so that all of it can be killed."""
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments], env=self.environment, start_new_session=True, text=True,
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *arguments: str, code: int = 0) -> str:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=300)
        assert process.returncode == code, err
        return out

    def killed_after(self, seconds: float, *arguments: str) -> None:
        process = self.start(*arguments)
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Past Django: what is really there."""
        if not self.url:
            with closing(sqlite3.connect(self.folder / "board.sqlite3")) as database:
                return database.execute(statement).fetchall()
        with psycopg.connect(self.url) as server:
            return server.execute(statement.encode()).fetchall()


class Boards:
    """Makes them, and drops their databases at the end."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.roles: list[str] = []

    def new(self, folder: Path, like: Board | None = None) -> Board:
        """An empty one, or a copy of another that nobody uses at the moment."""
        if like:
            shutil.copytree(like.folder, folder, dirs_exist_ok=True)
        return Board(folder, self._database(like) if SERVER else "")

    def _database(self, like: Board | None) -> str:
        name = f"board_{secrets.token_hex(6)}"
        template = urlsplit(like.url).path.lstrip("/") if like else "template0"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        self.names.append(name)
        return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))

    def drop(self) -> None:
        for name in self.names:
            self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        for role in self.roles:
            self._execute(f"DROP ROLE IF EXISTS {role}")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(statement.encode())


@contextmanager
def made() -> Iterator[Boards]:
    boards = Boards()
    try:
        yield boards
    finally:
        boards.drop()
