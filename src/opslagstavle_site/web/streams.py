"""Long answers for programs, piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse


def json_list(head: dict[str, Any], items: Iterable[str]) -> StreamingHttpResponse:
    """An object with the fields of ``head`` and ``items``, each of them JSON already."""
    response = StreamingHttpResponse(_pieces(head, items), content_type="application/json; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Content-Language"] = "mul"  # texts in every language there is
    return response


def _pieces(head: dict[str, Any], items: Iterable[str]) -> Iterator[str]:
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "items": ['
    for at, item in enumerate(items):
        yield f"{',' if at else ''}\n{item}"
    yield "\n]}\n"
