"""Years of notices in one go: told how far it is, interrupted, gone on with, in little memory."""

from __future__ import annotations

import io
import os
import tarfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client

from opslagstavle.notices.archives import Meter, documents
from opslagstavle_site.home.queries import everything_counted
from opslagstavle_site.notices.actions import Progress, add_folder, fetch_folder, read_archive
from opslagstavle_site.notices.models import Document, Source
from opslagstavle_site.notices.sources import demo
from opslagstavle_site.web.progress import ProgressBar, bar
from opslagstavle_site.web.source_faults import Fault

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "years.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for day in range(1, 9):
            for name, content in demo.documents(date(2026, 1, day)):
                info = tarfile.TarInfo(f"{day}/{name}")
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize("processes", [1, 2])
def test_everything_is_read_and_the_progress_grows_to_the_end(archive: Path, processes: int) -> None:
    told = list(read_archive(path=archive, processes=processes))
    last = told[-1]
    assert last.position == last.size == archive.stat().st_size
    assert last.seen == 8 * len(list(demo.documents(date(2026, 1, 1)))) > 300
    assert last.new == last.read == Document.objects.count() > 300
    for one, other in pairwise(told):
        assert (one.position, one.seen, one.read) <= (other.position, other.seen, other.read)
    assert everything_counted()["documents_to_read"] == 0
    source = Source.objects.get()
    assert source.last_read
    assert fetch_folder(source=source) == 0  # the schedule finds nothing new in it


def test_broken_off_anywhere_the_same_call_goes_on(archive: Path) -> None:
    broken_off: list[Progress] = []
    for progress in read_archive(path=archive, processes=1):
        broken_off.append(progress)
        if progress.read:
            break
    kept = Document.objects.count()
    assert 0 < broken_off[-1].read < kept
    *_, last = read_archive(path=archive, processes=1)
    whole = Document.objects.count()
    assert (last.new, last.read) == (whole - kept, whole - broken_off[-1].read)
    assert everything_counted()["documents_to_read"] == 0
    *_, again = read_archive(path=archive, processes=1)
    assert (again.new, again.read, again.seen) == (0, 0, last.seen)


def test_an_archive_that_breaks_off_says_so_on_the_page_of_sources(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    *_, last = read_archive(path=archive, processes=1)
    assert last.read > 0
    source = Source.objects.get()
    assert source.fault == Fault.PARTLY
    assert "broken off" in source.last_error
    assert "Noget af det kunne ikke hentes" in Client().get("/kilder/").content.decode()


def test_the_meter_counts_bytes_on_the_disk(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "one.xml").write_bytes(b"<a/>" * 10)
    meter = Meter()
    positions = [meter.position for _ in documents([tmp_path], meter)]
    assert positions == sorted(positions)
    assert meter.position == archive.stat().st_size + 40


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_screen_sees_one_line_a_file_sees_few() -> None:
    screen, file = Screen(), io.StringIO()
    for out in (screen, file):
        shown = ProgressBar(out, "documents")
        for done in range(100):
            shown.show(done / 100, done)
        shown.show(1, 100, last=True)
    assert screen.getvalue().count("\n") == 1
    assert "100 %  100 documents" in screen.getvalue()
    assert len(file.getvalue().splitlines()) == 2


@pytest.mark.parametrize(("share", "blocks"), [(0, 0), (0.5, 12), (1, 24), (1.7, 24), (-1, 0)])
def test_the_bar_is_as_long_as_the_share(share: float, blocks: int) -> None:
    assert bar(share, 1, "x", rate=1, left=None).count("#") == blocks


def test_names_that_are_no_text_are_kept_as_far_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/n\xe6vn.xml")).write_bytes(b"<nothing/>")
    Path(os.fsdecode(os.fsencode(folder) + b"/n\xe6vn.zip")).write_bytes(b"no zip")
    source = add_folder(path=folder)
    assert fetch_folder(source=source) == 1
    source.refresh_from_db()
    assert source.last_error.startswith("n\ufffdvn.zip")
    assert Document.objects.get().name.endswith("n\ufffdvn.xml")
