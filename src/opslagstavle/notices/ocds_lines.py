"""Releases of files that no server publishes: ocid, id and date are taken from the notice alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from decimal import Decimal

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.notice import Notice
from opslagstavle.notices.ocds_release import dumps, package, release


def line_of(notice: Notice, prefix: str) -> str:
    """One release on one line. ``prefix`` is the publisher's own, as registered for OCDS.

    Raises ``UnreadableNotice`` where a notice has no number or no date: OCDS has no release without them.
    """
    return dumps(
        release(notice, ocid=ocid_of(notice, prefix), release_id=_id_of(notice), date=_published(notice))
    )


def ocid_of(notice: Notice, prefix: str) -> str:
    """A notice that has an ocid keeps it; else all notices of a procedure have the same, where it is named."""
    number = notice.procedure.identifier or notice.publication_number or notice.notice_id
    if not (notice.ocid or number):
        raise UnreadableNotice("no number to make an ocid of")
    return notice.ocid or f"{prefix}-{number}"


def package_of(
    lines: Iterable[str], *, uri: str, publisher: str, license: str | None, policy: str | None
) -> str:
    """A package on one line, dated like its newest release: nobody has asked the clock.

    Raises ``ValueError`` without a release, since a package has no date then.
    """
    releases = [json.loads(line, parse_float=Decimal) for line in lines]
    newest = max(datetime.fromisoformat(each["date"]) for each in releases)
    return dumps(
        package(
            releases, uri=uri, publisher={"name": publisher}, published=newest, license=license, policy=policy
        )
    )


def _id_of(notice: Notice) -> str:
    """A portal's notices may have no id: their day and what they are tell them apart within an ocid."""
    if notice.publication_number:
        return notice.publication_number
    if notice.notice_id:
        return f"{notice.notice_id}-{notice.version}" if notice.version else notice.notice_id
    return f"{_published(notice).date().isoformat()}-{notice.stage.value}"


def _published(notice: Notice) -> datetime:
    day = notice.published or notice.dispatched
    if day is None:
        raise UnreadableNotice("no date: a release needs one")
    return datetime.combine(day, time(), UTC)
