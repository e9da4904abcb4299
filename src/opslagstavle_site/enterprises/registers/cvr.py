"""The central business register (CVR), system to system: enterprises by their numbers, and all that have the flag.

Asked is ``POST …/cvr-permanent/virksomhed/_search`` with user and password (Basic), in the words of Elasticsearch. Different
clients tell different versions of it (1.7, 6.x), so only what all of them know is used, and what differs is found out: whether
``attributter`` is nested, and how ``total`` is written. Long lists are walked by number ("greater than the last one"), which
needs neither ``scroll`` nor ``search_after`` and stays within any window. Written after other clients and one record; never
tried against the register itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings

from opslagstavle.enterprises.cvr_files import Placed, records_of
from opslagstavle.enterprises.cvr_record import FLAG
from opslagstavle_site.web.polite import Polite
from opslagstavle_site.web.source_faults import Fault, SourceFault

PATH = "/cvr-permanent/virksomhed/_search"
AT_ONCE = 200
"""Numbers in one question, and records in one answer: some have hundreds of periods."""
MOST_PAGES = 1_000
NUMBER = "Vrvirksomhed.cvrNummer"
ATTRIBUTES = "Vrvirksomhed.attributter"
Question = dict[str, Any]


def is_known() -> bool:
    """Has the operator been given a user for the register?"""
    return bool(settings.CVR_USER and settings.CVR_PASSWORD)


def by_numbers(web: Polite, numbers: Iterable[str]) -> Iterator[Placed]:
    """The records of these numbers; a number that the register does not know gives nothing."""
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), AT_ONCE):
        batch = [int(number) for number in wanted[start : start + AT_ONCE]]
        answer = _asked(web, {"query": {"terms": {NUMBER: batch}}, "size": len(batch)})
        yield from records_of(answer)


def with_flag(web: Polite) -> Iterator[Placed]:
    """Every enterprise that is, or was, a registered social enterprise."""
    nested: Question = {"nested": {"path": ATTRIBUTES, "query": _is_flag()}}
    last, seen, total, flagged = 0, 0, 0, nested
    for page in range(MOST_PAGES):
        try:
            answer = _asked(web, _after(last, flagged))
        except SourceFault as fault:
            if page or flagged is not nested or fault.kind != Fault.REFUSED:
                raise
            flagged = (
                _is_flag()
            )  # "failed to find nested object": here the attributes are no objects of their own
            answer = _asked(web, _after(last, flagged))
        total = total or _total(answer)
        hits = answer["hits"]["hits"]
        yield from records_of(answer)
        seen += len(hits)
        if len(hits) < AT_ONCE:
            break
        last = _last(hits, last)
    if seen < total:
        raise SourceFault(Fault.PARTLY, f"it counted {total} enterprises and sent {seen}")


def _is_flag() -> Question:
    """As a match: where the field is taken apart into words the question is too, and elsewhere it is the whole value."""
    return {"match": {f"{ATTRIBUTES}.type": {"query": FLAG, "operator": "and"}}}


def _after(last: int, flagged: Question) -> Question:
    return {
        "query": {"bool": {"must": [flagged, {"range": {NUMBER: {"gt": last}}}]}},
        "sort": [{NUMBER: {"order": "asc"}}],
        "size": AT_ONCE,
    }


def _asked(web: Polite, question: Question) -> Any:
    """The answer, whole, or a ``SourceFault``: one that lacks a part of the register is no answer."""
    if not is_known():
        raise SourceFault(
            Fault.LOGIN, "no user for the register: set OPSLAGSTAVLE_CVR_USER and OPSLAGSTAVLE_CVR_PASSWORD"
        )
    answer = web.post(settings.CVR_API + PATH, question, auth=(settings.CVR_USER, settings.CVR_PASSWORD))
    hits = answer.get("hits") if isinstance(answer, dict) else None
    if not isinstance(hits, dict) or not isinstance(hits.get("hits"), list):
        raise SourceFault(Fault.SHAPE, "JSON, but no answer to a search")
    shards = answer.get("_shards")
    if answer.get("timed_out") or (isinstance(shards, dict) and shards.get("failed")):
        raise SourceFault(Fault.BUSY, "a part of the register did not answer in time")
    return answer


def _total(answer: Any) -> int:
    """A number, or since version 7 an object with one."""
    total = answer["hits"].get("total")
    value = total.get("value") if isinstance(total, dict) else total
    if not isinstance(value, int) or isinstance(value, bool):
        raise SourceFault(Fault.SHAPE, "it does not say how many it found")
    return value


def _last(hits: list[Any], before: int) -> int:
    """The number to go on after. A page without a greater one would come for ever."""
    numbers = [_number(hit) for hit in hits]
    last = max((number for number in numbers if number is not None), default=0)
    if last <= before:
        raise SourceFault(Fault.SHAPE, "its pages never end")
    return last


def _number(hit: Any) -> int | None:
    source = hit.get("_source") if isinstance(hit, dict) else None
    record = source.get("Vrvirksomhed") if isinstance(source, dict) else None
    number = record.get("cvrNummer") if isinstance(record, dict) else None
    return int(number) if isinstance(number, int | str) and str(number).isdecimal() else None
