"""What goes to the log names faults, and nobody."""

from __future__ import annotations

import logging
import sys

from opslagstavle_site.web.faults import Formatter


def test_an_exception_is_logged_without_its_message() -> None:
    try:
        raise ValueError("Karen Eksempel, tlf. 12 34 56 78")
    except ValueError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Internal Server Error: /", (), sys.exc_info()
        )
    text = Formatter("{message}", style="{").format(record)
    assert "ValueError in test_an_exception_is_logged_without_its_message" in text
    assert "Karen" not in text
