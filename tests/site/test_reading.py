"""From files to the board: each step can run twice, bad notices stand aside, of several versions one is shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from opslagstavle.errors import UnknownFormat
from opslagstavle.notices import formats
from opslagstavle_site.accounts.actions import ensure_staff, make_login_link, use_login_link
from opslagstavle_site.home.queries import everything_counted
from opslagstavle_site.notices import actions, queries, rows, storing
from opslagstavle_site.notices.actions import (
    add_folder,
    fetch_folder,
    keep_documents,
    load_demo_notices,
    read_documents,
    remove_demo_notices,
)
from opslagstavle_site.notices.models import Document, Lot, Notice, Source
from opslagstavle_site.notices.sources import demo

ON = date(2026, 3, 2)

pytestmark = pytest.mark.django_db


def read_all(**options: int) -> int:
    return sum(read_documents(**options))


@pytest.fixture
def source() -> Source:
    return Source.objects.create(key="folder:test", kind=Source.Kind.FOLDER, location="/nowhere")


def demo_items(on: date = ON) -> list[tuple[str, bytes]]:
    return list(demo.documents(on))


def test_the_same_bytes_twice_change_nothing(source: Source) -> None:
    assert keep_documents(source=source, items=demo_items()) == len(demo_items())
    read_all(processes=1)
    before = everything_counted()
    assert keep_documents(source=source, items=demo_items()) == 0
    assert read_all(processes=1) == 0
    assert everything_counted() == before


def test_one_bad_notice_never_stops_the_rest(source: Source) -> None:
    items = [("cut.xml", b"<ContractNotice>"), *demo_items(), ("page.xml", b"<html><p>Log in</html>")]
    keep_documents(source=source, items=items)
    read_all(processes=1)
    reasons = {document.name: document.reason for document in queries.quarantine()}
    assert set(reasons) == {"cut.xml", "page.xml"}
    assert "HTML" in reasons["page.xml"]
    assert Document.objects.filter(state=Document.State.READ).count() == len(items) - 2


def test_a_fault_of_ours_is_set_aside_too_and_the_log_names_nobody(
    source: Source, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(content: bytes) -> None:
        raise KeyError("Karen Eksempel")

    monkeypatch.setattr("opslagstavle_site.notices.rows.read_notice", broken)
    keep_documents(source=source, items=demo_items()[:2])
    read_all(processes=1)
    assert {document.reason for document in queries.quarantine()} == {"fault in the reader: KeyError"}
    assert "KeyError in broken" in caplog.text
    assert "Karen" not in caplog.text


def test_original_bytes_are_kept(source: Source) -> None:
    import zlib

    name, content = demo_items()[0]
    keep_documents(source=source, items=[(name, content)])
    assert zlib.decompress(Document.objects.get().compressed) == content


def version(content: bytes, number: str) -> bytes:
    old = b"<cbc:VersionID>01</cbc:VersionID>"
    assert old in content
    return content.replace(old, f"<cbc:VersionID>{number}</cbc:VersionID>".encode())


@pytest.mark.parametrize("order", [("01", "02", "03"), ("03", "01", "02"), ("02", "03", "01")])
def test_of_several_versions_the_newest_is_on_the_board(source: Source, order: tuple[str, ...]) -> None:
    name, content = next(
        (name, content) for name, content in demo_items() if b">01</cbc:VersionID>" in content
    )
    for number in order:
        keep_documents(source=source, items=[(f"{number}-{name}", version(content, number))])
        read_all(processes=1)
    current = Notice.objects.get(current=True)
    assert current.key.endswith("-03")
    assert Notice.objects.count() == 3
    assert set(Lot.objects.filter(current=True).values_list("notice", flat=True)) == {current.pk}


def test_a_folder_is_read_again_only_when_it_changed(tmp_path: Path) -> None:
    for name, content in demo_items()[:3]:
        (tmp_path / f"{name.removesuffix('.xml')}.xml").write_bytes(content)
    source = add_folder(path=tmp_path)
    assert fetch_folder(source=source) == 3
    source.refresh_from_db()
    assert fetch_folder(source=source) == 0
    name, content = demo_items()[3]
    (tmp_path / "new.xml").write_bytes(content)
    source.refresh_from_db()
    assert fetch_folder(source=source) == 1


def test_a_source_that_is_gone_says_so(tmp_path: Path) -> None:
    source = add_folder(path=tmp_path / "gone.tar.gz")
    assert fetch_folder(source=source) == 0
    source.refresh_from_db()
    assert "no such file" in source.last_error


def test_the_demo_is_loaded_once_and_removed_whole() -> None:
    assert load_demo_notices() >= 35
    read_all(processes=1)
    assert queries.counts(timezone.localdate())["open_lots"] > 20
    assert load_demo_notices() == 0
    remove_demo_notices()
    assert (Notice.objects.count(), Document.objects.count(), Lot.objects.count()) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_reading_with_several_processes_gives_the_same(source: Source) -> None:
    items = [item for day in range(4) for item in demo_items(ON + timedelta(days=day))]
    keep_documents(source=source, items=items)
    assert len(items) > actions.WORTH_A_POOL
    read_all(processes=2)
    in_pool = everything_counted()
    Notice.objects.all().delete()
    Document.objects.update(state=Document.State.KEPT)
    read_all(processes=1)
    assert everything_counted() == in_pool
    assert in_pool["documents_to_read"] == 0


@pytest.mark.django_db(transaction=True)
def test_people_post_forms_while_notices_are_read(source: Source) -> None:
    """Both write; writers queue, none fails."""
    items = [item for day in range(3) for item in demo_items(ON + timedelta(days=day))]
    keep_documents(source=source, items=items)
    user, _ = ensure_staff()
    failures: list[Exception] = []
    done = threading.Event()
    logged_in = 0

    def post() -> Iterator[None]:
        nonlocal logged_in
        try:
            while not done.is_set():
                assert use_login_link(secret=make_login_link(user=user)) == user
                logged_in += 1
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()
        return iter(())

    people = threading.Thread(target=post)
    people.start()
    try:
        read_all(processes=1)
    finally:
        done.set()
        people.join()
    assert not failures
    assert logged_in > 3
    assert everything_counted()["documents_to_read"] == 0


class TestReadingAgain:
    def test_what_a_better_reader_can_read_comes_in_by_one_command(
        self, source: Source, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep_documents(source=source, items=demo_items()[:3])
        with monkeypatch.context() as patch:
            patch.setattr(rows, "read_notice", refuse)
            read_all(processes=1)
        assert Document.objects.filter(state=Document.State.UNREADABLE).count() == 3
        call_command("read_again", processes=1, stdout=StringIO())
        assert not queries.quarantine().exists()
        assert Notice.objects.count() > 0

    def test_after_an_upgrade_it_is_tried_once_by_itself(
        self, source: Source, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keep_documents(source=source, items=[("cut.xml", b"<ContractNotice>")])
        read_all(processes=1)
        assert actions.retry_after_upgrade() == 0
        monkeypatch.setattr(actions, "READER", formats.READER + 1)
        monkeypatch.setattr(storing, "READER", formats.READER + 1)
        assert actions.retry_after_upgrade() == 1
        read_all(processes=1)
        document = queries.quarantine().get()
        assert document.reader == formats.READER + 1
        assert actions.retry_after_upgrade() == 0

    def test_everything_read_again_gives_the_same_board(self, source: Source) -> None:
        keep_documents(source=source, items=demo_items())
        read_all(processes=1)
        before = board_as_it_is()
        assert actions.read_again(everything=True) == len(demo_items())
        assert board_as_it_is() == before  # the rows stay until the documents were read
        read_all(processes=1)
        assert board_as_it_is() == before


def refuse(_content: bytes) -> None:
    raise UnknownFormat("not yet")


def board_as_it_is() -> list[object]:
    lots = Lot.objects.order_by("notice__key", "position")
    procedures = Notice.objects.order_by("key").values_list("key", "lineage", "current", "procedure__ocid")
    return [
        *procedures,
        *lots.values_list("notice__key", "number", "current", "closes", "reserved_by", "data"),
    ]
