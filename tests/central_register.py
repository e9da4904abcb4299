"""A stand-in of the central business register: answers searches as Elasticsearch does, in an old version and a new one.

Its enterprises are invented; their shape is that of a real record, put together here from nothing.
"""

from __future__ import annotations

import base64
import json
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.publisher import Publisher

USER, PASSWORD = "opslagstavlen", "hemmeligt"
PATH = "/cvr-permanent/virksomhed/_search"
Record = dict[str, Any]


def period(since: str | None, until: str | None = None) -> dict[str, str | None]:
    return {"gyldigFra": since, "gyldigTil": until}


def record(number: str, name: str = "Anker Vaskeri ApS", **changes: Any) -> Record:
    """A living enterprise in Aarhus that was entered in the register of social enterprises in 2019."""
    return {
        "cvrNummer": int(number),
        "reklamebeskyttet": False,
        "navne": [
            {"navn": "Ankers Vask", "periode": period("2015-01-01", "2018-12-31")},
            {"navn": name, "periode": period("2019-01-01")},
        ],
        "beliggenhedsadresse": [
            {"kommune": {"kommuneKode": 730}, "postdistrikt": "Randers C", "periode": period("2015-01-01", "2016-06-30")},
            {"kommune": {"kommuneKode": 751}, "postdistrikt": "Aarhus N", "periode": period("2016-07-01")},
        ],
        "telefonNummer": [{"kontaktoplysning": "86000000", "hemmelig": False, "periode": period("2015-01-01")}],
        "elektroniskPost": [{"kontaktoplysning": "info@anker.example", "hemmelig": False, "periode": period("2015-01-01")}],
        "hjemmeside": [{"kontaktoplysning": "www.anker.example", "hemmelig": False, "periode": period("2015-01-01")}],
        "livsforloeb": [{"periode": period("2015-01-01")}],
        "virksomhedsform": [
            {"virksomhedsformkode": 80, "langBeskrivelse": "Anpartsselskab", "periode": period("2015-01-01")}
        ],
        "attributter": [
            {"type": "KAPITAL", "vaerditype": "decimal", "vaerdier": [{"vaerdi": "40000", "periode": period("2015-01-01")}]},
            flag({"vaerdi": "true", "periode": period("2019-03-01")}),
        ],
        "deltagerRelation": [{"deltager": {"navne": [{"navn": "Frida Opdigtet"}]}}],
        "virksomhedMetadata": {"sammensatStatus": "NORMAL"},
        "dataAdgang": 0,
        **changes,
    }  # fmt: skip


def flag(*values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "SOCIAL_ØKONOMISK_VIRKSOMHED", "vaerditype": "boolean", "vaerdier": list(values)}


def hit(found: Record) -> dict[str, Any]:
    return {"_index": "cvr", "_type": "_doc", "_id": "1", "_score": 1.0, "_source": {"Vrvirksomhed": found}}


def answer(*found: Record, total: int | None = None, new: bool = True) -> dict[str, Any]:
    count = len(found) if total is None else total
    return {
        "took": 2, "timed_out": False, "_shards": {"total": 6, "successful": 6, "failed": 0},
        "hits": {"total": {"value": count, "relation": "eq"} if new else count, "hits": [hit(each) for each in found]},
    }  # fmt: skip


class CentralRegister:
    """``nested``: are attributes objects of their own? ``new``: is a total an object, as since version 7?"""

    def __init__(self, publisher: Publisher, *, nested: bool = True, new: bool = True) -> None:
        self.records: list[Record] = []
        self.questions: list[dict[str, Any]] = []
        self.nested, self.new = nested, new
        publisher.services[PATH] = self.serve

    def serve(self, handler: BaseHTTPRequestHandler, question: bytes) -> tuple[dict[str, str], bytes]:
        known = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if handler.headers.get("Authorization") != known:
            return {":status": "401", "WWW-Authenticate": "Basic"}, b"Unauthorized"
        asked = json.loads(question)
        self.questions.append(asked)
        if not self.nested and "nested" in question.decode():
            return {":status": "400"}, b'{"error": "failed to find nested object under path"}'
        found = sorted(
            (each for each in self.records if self._fits(each, asked["query"])),
            key=lambda each: each["cvrNummer"],
        )
        sent = found[: asked["size"]]
        return {"Content-Type": "application/json"}, json.dumps(
            answer(*sent, total=len(found), new=self.new)
        ).encode()

    def _fits(self, found: Record, query: dict[str, Any]) -> bool:
        (kind, of), *more = query.items()
        assert not more
        if kind == "bool":
            return all(self._fits(found, each) for each in of["must"])
        if kind == "terms":
            return found["cvrNummer"] in of["Vrvirksomhed.cvrNummer"]
        if kind == "range":
            return bool(found["cvrNummer"] > of["Vrvirksomhed.cvrNummer"]["gt"])
        if kind == "nested":
            assert of["path"] == "Vrvirksomhed.attributter"
            return self.nested and self._has(found, of["query"])
        return not self.nested and self._has(
            found, query
        )  # a plain question finds nothing in objects of their own

    def _has(self, found: Record, query: dict[str, Any]) -> bool:
        wanted = query["match"]["Vrvirksomhed.attributter.type"]["query"]
        return any(each.get("type") == wanted for each in found["attributter"])
