"""The register as people meet it: the long form without scripts and by its errors, and the pages of the entrance."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from opslagstavle_site.accounts.actions import ensure_staff, make_login_link
from opslagstavle_site.enterprises.actions import propose_enterprise
from opslagstavle_site.enterprises.models import Enterprise, Request
from tests import people
from tests.browser.browser import WIDTHS, axe_violations, open_page, overflow
from tests.browser.test_pages import complaints


@pytest.fixture
def laundry(base: str) -> Enterprise:
    row = people.laundry()
    Request.objects.create(enterprise=row, wish=Request.Wish.REMOVAL, text="Vi er lukket.")
    propose_enterprise(enterprise=people.GARDENERS, origin=Enterprise.Origin.ITSELF)
    return row


def logged_in(browser: Browser, base: str, width: int = 1280) -> Page:
    page = open_page(browser, width)
    page.goto(f"{base}/log-ind/{make_login_link(user=ensure_staff()[0])}/")
    page.get_by_role("button", name="Log ind").click()
    return page


def looked_at(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert (page.url, width, axe_violations(page)) == (page.url, width, [])
        assert (page.url, width, overflow(page)) == (page.url, width, 0)


def test_pages_of_staff_are_accessible_and_fit(browser: Browser, base: str, laundry: Enterprise) -> None:
    page = logged_in(browser, base)
    said = complaints(page)
    own, entrance = f"/virksomheder/{laundry.key}/", "/indgangen/"
    for path in (entrance, f"{entrance}venter/forslag/", f"{entrance}venter/taget-af/", f"{entrance}virksomheder/{laundry.key}/",
                 f"{entrance}virksomheder/groenne-haender/", own, f"{own}ret/", f"{own}historik/"):  # fmt: skip
        page.goto(base + path)
        looked_at(page)
    assert said == []
    page.context.close()


def test_pages_for_everybody_are_accessible_and_fit(browser: Browser, base: str, laundry: Enterprise) -> None:
    page = open_page(browser, 1280)
    said = complaints(page)
    for path in (
        "/virksomheder/tilfoej/",
        f"/virksomheder/{laundry.key}/",
        f"/virksomheder/{laundry.key}/henvendelse/",
    ):
        page.goto(base + path)
        looked_at(page)
        if page.locator("form.form").count():
            page.locator("form.form .button-primary").click()
            assert page.locator(".error-summary").is_visible()
            looked_at(page)
    assert said == []
    page.context.close()


def test_an_error_leads_to_its_field(browser: Browser, base: str) -> None:
    page = open_page(browser, 375)
    page.goto(f"{base}/virksomheder/tilfoej/")
    page.get_by_role("button", name="Send forslaget").click()
    for place in ("id_speaks", "id_name", "id_kinds"):
        page.locator(f'.error-summary a[href="#{place}"]').click()
        box = page.locator(f"#{place}").bounding_box()
        assert box is not None
        assert -1 <= box["y"] < 900
    page.context.close()


def test_an_enterprise_is_entered_without_a_script(browser: Browser, base: str) -> None:
    page = open_page(browser, 375, javascript=False)
    page.goto(f"{base}/virksomheder/tilfoej/")
    page.locator('label[for="id_speaks_0"]').click()
    page.fill("#id_name", "Vaskeriet Nord")
    page.fill("#id_does_da", "Vi vasker linned og duge for plejehjem.")
    page.get_by_role("button", name="Foreslå arbejdsområder").click()
    page.locator('label[for="kind-laundry"]').click()
    page.fill("#id_kind_words", "vinduespudser")
    page.get_by_role("button", name="Led", exact=True).click()
    page.locator('label[for="kind-window-cleaning"]').click()
    page.get_by_text("Region Midtjylland").click()
    page.locator('label[for="place-DK042751"]').click()
    page.fill("#id_capacity-0-amount", "1.500")
    page.get_by_role("button", name="En kapacitet mere").click()
    assert page.locator("#id_capacity-1-amount").is_visible()
    page.get_by_role("button", name="Send forslaget").click()
    assert page.locator('.error-summary a[href="#id_capacity-0-unit"]').is_visible()
    page.fill("#id_capacity-0-unit", "kg linned")
    page.select_option("#id_capacity-0-period", "day")
    page.get_by_role("button", name="Send forslaget").click()
    assert "/virksomheder/forslag/" in page.url
    assert page.locator(".private-link").inner_text() == page.url
    row = Enterprise.objects.get(name="Vaskeriet Nord")
    assert (row.kinds, row.places) == (["laundry", "window-cleaning"], ["DK042751"])
    page.context.close()
