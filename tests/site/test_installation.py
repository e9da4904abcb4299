"""The walk of docs/install.md: its own environment file, database, proxy headers and commands, from the outside."""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from opslagstavle_site.home.machine import Asking
from tests.boards import ROOT, SERVER, Board, Boards
from tests.site.test_sources_run import until

NAME = "tavlen.kommune.example"
PAGE = (ROOT / "docs" / "install.md").read_text()


def environment_file() -> dict[str, str]:
    """As a shell and systemd read it."""
    lines = (ROOT / "deploy" / "opslagstavle.env").read_text().splitlines()
    pairs = [shlex.split(line)[0].partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value for name, _, value in pairs}


def proxy_headers() -> dict[str, str]:
    """{header: value} as deploy/nginx.conf sets them."""
    said = (ROOT / "deploy" / "nginx.conf").read_text()
    return {name: value.strip('"') for name, value in re.findall(r"proxy_set_header (\S+) (\S+);", said)}


class Proxy(ThreadingHTTPServer):
    """Ends TLS for somebody at ``caller`` (it does not really), and asks the board at its socket."""

    def __init__(self, bind: str) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.bind, self.caller = bind, "192.0.2.7"


class Passing(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        meant = {"$host": self.headers["Host"], "$remote_addr": self.server.caller, "$scheme": "https"}
        ours = {name: meant.get(value, value) for name, value in proxy_headers().items()}
        theirs = {name: value for name, value in self.headers.items() if name not in ours}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with closing(Asking(self.server.bind)) as asking:
            asking.request(self.command, self.path, body, {**theirs, **{k: v for k, v in ours.items() if v}})
            answer = asking.getresponse()
            content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET

    def log_message(self, *_: Any) -> None:
        pass


class Site:
    def __init__(self, proxy: Proxy, board: Board) -> None:
        self.proxy, self.board = proxy, board

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, str]:
        with closing(HTTPConnection("127.0.0.1", self.proxy.server_port, timeout=30)) as asking:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            asking.request("GET", path, headers={"Host": NAME, **sent})
            answer = asking.getresponse()
            return answer, answer.read().decode()


def as_documented(boards: Boards, folder: Path) -> Board:
    """The role and the database come from the page's own statements; on SQLite there are none."""
    made = environment_file()
    board = boards.new(folder / "data") if not SERVER else Board(folder / "data", documented_database(boards))
    ours = {"OPSLAGSTAVLE_DATA", "DATABASE_URL"}
    board.environment |= {name: value for name, value in made.items() if name not in ours}
    board.environment |= {
        "OPSLAGSTAVLE_BIND": f"unix:{folder / 'board.sock'}", "OPSLAGSTAVLE_BACKUPS": str(folder / "backups"),
        "OPSLAGSTAVLE_TED": "no", "OPSLAGSTAVLE_CODELISTS": str(folder / "none"), "OPSLAGSTAVLE_WORKERS": "2",
    }  # fmt: skip
    (folder / "backups").mkdir()
    return board


def documented_database(boards: Boards) -> str:
    """No superuser: what the board does, a plain owner may do."""
    statements = re.findall(
        r"^CREATE .*;$", "".join(re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)), re.MULTILINE
    )
    assert [statement.split()[1] for statement in statements] == ["ROLE", "DATABASE"]
    name = f"walk_{secrets.token_hex(4)}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        for statement in statements:
            server.execute(re.sub(r"\bopslagstavle\b", name, statement).encode())
    boards.names.append(name)
    boards.roles.append(name)
    parts = urlsplit(SERVER)
    return urlunsplit(parts._replace(netloc=f"{name}@{parts.netloc.rpartition('@')[2]}", path=f"/{name}"))


@pytest.fixture
def site(boards: Boards, tmp_path: Path) -> Iterator[Site]:
    board = as_documented(boards, tmp_path)
    board.run("migrate", "-v0")
    board.run("load-demo")
    process = board.start("serve")
    proxy = Proxy(board.environment["OPSLAGSTAVLE_BIND"])
    threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        until(lambda: is_up(board))
        yield Site(proxy, board)
    finally:
        proxy.shutdown()
        proxy.server_close()
        os.kill(process.pid, signal.SIGTERM)
        said = process.communicate(timeout=40)[1]
    assert "stopped" in said
    assert "Traceback" not in said


def is_up(board: Board) -> bool:
    """Over plain HTTP, as whoever watches on the machine itself asks."""
    with closing(Asking(board.environment["OPSLAGSTAVLE_BIND"])) as asking:
        try:
            asking.request("GET", "/sundhed", headers={"Host": NAME})
            return asking.getresponse().status == 200
        except (OSError, HTTPException):
            return False


def test_the_documented_installation_serves_as_documented(site: Site, tmp_path: Path) -> None:
    answer, page = site.get("/opslag/", X_Forwarded_Host="evil.example", X_Forwarded_Proto="http")
    assert (answer.status, "evil.example" in page) == (200, False)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert all("Secure" in cookie for cookie in answer.headers.get_all("Set-Cookie", []))
    style = re.search(r"/static/[^\"]+\.css", page)
    assert style
    answer, _ = site.get(style[0])
    assert "immutable" in answer.headers["Cache-Control"]
    assert site.get("/", Host="evil.example")[0].status == 400
    assert "Eksempel Kommune" in site.get("/data/ocds.json")[1]
    assert site.get("/sundhed/sider")[0].status == 200
    link = site.board.run("login-link", "--site", f"https://{NAME}").strip().removeprefix(f"https://{NAME}")
    assert site.get(link)[0].status == 200
    report = json.loads(site.board.run("doctor", "--json", code=1))
    assert [seen["what"] for seen in report["seen"] if seen["state"] == "wrong"] == ["backup"]  # none yet
    assert "read back" in site.board.run("backup", "--keep", "14")
    assert json.loads(site.board.run("doctor", "--json"))["well"] is True


def test_plain_http_is_sent_on(site: Site) -> None:
    with closing(Asking(site.board.environment["OPSLAGSTAVLE_BIND"])) as asking:
        asking.request("GET", "/opslag/", headers={"Host": NAME})
        answer = asking.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/opslag/")


def test_callers_are_counted_by_the_address_the_proxy_saw(site: Site) -> None:
    """One that writes another address into the header each time is still one."""
    for caller in ("192.0.2.8", "192.0.2.9"):  # should a new minute begin in between, the second shows it
        site.proxy.caller = caller
        left = [remaining(site, X_Forwarded_For=f"198.51.100.{number}") for number in range(3)]
        if left == [left[0], left[0] - 1, left[0] - 2]:
            break
    else:
        pytest.fail(f"each address in the header counts as a caller of its own: {left}")
    site.proxy.caller = "192.0.2.10"
    assert remaining(site) == left[0]


def remaining(site: Site, **headers: str) -> int:
    answer, _ = site.get("/api/v1/lots", **headers)
    return int(answer.headers["RateLimit-Remaining"])
