"""The form of an entry as a browser sends it, for tests."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.test import Client
from lxml import html

from opslagstavle_site.enterprises.models import Enterprise

ADD = "/virksomheder/tilfoej/"
ROWS = {
    "capacity-TOTAL_FORMS": "1",
    "capacity-INITIAL_FORMS": "0",
    "reference-TOTAL_FORMS": "1",
    "reference-INITIAL_FORMS": "0",
}
NORTH: dict[str, Any] = {
    **ROWS,
    "speaks": "yes",
    "name": "Vaskeriet Nord",
    "does_da": "Vi vasker linned for plejehjem.",
    "kinds": ["laundry"],
}


def propose(client: Client, **said: Any) -> str:
    """The private link of a proposal."""
    answer = client.post(ADD, NORTH | said)
    assert answer.status_code == 302, answer.context["entry"].form.errors
    return answer.headers["Location"]


def filled(client: Client, row: Enterprise) -> dict[str, Any]:
    """What a browser sends when somebody opens the form of an entry and presses the button."""
    return sent_from(client.get(f"/virksomheder/{row.key}/ret/").content.decode())


def sent_from(text: str) -> dict[str, Any]:
    """What a browser sends when somebody presses the button of the form on a page: read from the page itself."""
    page: Any = html.fromstring(text)
    (form,) = page.xpath("//form[@class='form']")
    sent: dict[str, Any] = defaultdict(list)
    for name, value in form.form_values():
        sent[name].append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in sent.items()}
