"""A named cast: who comes to the board, for tests of what each may see and do."""

from __future__ import annotations

from django.test import Client

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises.actions import register_enterprise
from opslagstavle_site.enterprises.models import Enterprise as EnterpriseRow
from opslagstavle_site.enterprises.models import Membership

LAUNDRY = Enterprise(
    key="vaskeriet-anker",
    name="Vaskeriet Anker",
    descriptions={"da": "Vi vasker, ruller og leverer linned og arbejdstøj til plejehjem og hoteller."},
    kinds=("laundry",),
    places=("DK042",),
    town="Aarhus",
    registered=True,
    integration_is_main_aim=True,
    workforce=Workforce(heads=12, flex_jobs=3, protected_jobs=1, wage_subsidy=0),
)
GARDENERS = Enterprise(
    key="groenne-haender",
    name="Grønne Hænder",
    descriptions={"da": "Pleje af grønne områder, hækklipning og snerydning."},
    kinds=("green-areas",),
    places=("DK04",),
    town="Viborg",
)


def stranger() -> Client:
    """Not logged in."""
    return Client()


def staff() -> Client:
    """A consultant at the entrance."""
    client = Client()
    client.force_login(User.objects.create_user("konsulenten", is_staff=True))
    return client


def somebody() -> Client:
    """Logged in, but nobody in particular."""
    client = Client()
    client.force_login(User.objects.create_user("nogen"))
    return client


def leader_of(row: EnterpriseRow) -> Client:
    """Speaks for one enterprise."""
    user = User.objects.create_user(f"leder-af-{row.key}")
    Membership.objects.create(enterprise=row, user=user)
    client = Client()
    client.force_login(user)
    return client


def laundry() -> EnterpriseRow:
    return register_enterprise(enterprise=LAUNDRY)


def gardeners() -> EnterpriseRow:
    return register_enterprise(enterprise=GARDENERS)
