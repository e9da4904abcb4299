"""The pages as people meet them: in a browser, by keyboard, without scripts, and on paper."""

from __future__ import annotations

import pytest
from django.db.models import F
from playwright.sync_api import Browser, ConsoleMessage, Page

from opslagstavle_site.accounts.actions import ensure_staff, make_login_link
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices.models import Notice
from tests.browser.browser import WIDTHS, axe_violations, open_page, overflow

PAGES = (
    "start", "board", "filtered", "one lot", "several lots", "result", "changed", "earlier version", "course", "by number",
    "lot", "match", "enterprise", "enterprises", "sources", "open data", "log in", "link", "nowhere",
    "about", "accessibility", "map", "figures", "rules", "rule", "rule answered",
)  # fmt: skip
MOST_TABS = 40
NARROWEST = 320
"""What a window of 1280 pixels is at 400 per cent (WCAG 1.4.10)."""
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
)
"""How readers may space their letters without losing anything (WCAG 1.4.12)."""
CUT_OFF = """() => [...document.querySelectorAll('body *')].filter(it => {
  const style = getComputedStyle(it);
  return /hidden|clip/.test(style.overflowX) && style.textOverflow !== 'ellipsis' && it.tagName !== 'svg'
    && it.clientWidth > 2 && it.scrollWidth > it.clientWidth + 2;
}).map(it => it.className || it.tagName)"""
FOCUSED = """() => {
  const it = document.activeElement, label = it.labels && it.labels[0];
  const drawn = style => style.boxShadow !== 'none'
    || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0);
  const styles = [getComputedStyle(it)];
  if (label) styles.push(getComputedStyle(label), getComputedStyle(label, '::before'));
  const box = it.getBoundingClientRect();
  return {name: it.className || it.name || it.closest('[class]').className,
          inside: it.closest('.filters') ? 'filters' : it.closest('.site-nav') ? 'nav' : it.closest('.card') ? 'card' : '',
          seen: styles.some(drawn), bottom: box.bottom};
}"""


@pytest.fixture
def addresses(base: str) -> dict[str, str]:
    """Name of a page → its address, on the demo board."""
    match = Match.objects.select_related("lot__notice", "enterprise").order_by("-score")[0]
    notices = Notice.objects.order_by("-lot_count", "key")
    lot = f"/opslag/{match.lot.notice.key}/{match.lot.number}/"
    earlier = Notice.objects.filter(current=False)[0]
    changed = Notice.objects.get(lineage=earlier.lineage, current=True)
    paths = {
        "start": "/",
        "board": "/opslag/",
        "filtered": "/opslag/?deadline=all&place=DK04&kind=laundry",
        "one lot": f"/opslag/{notices.filter(lot_count=1, stage='competition')[0].key}/",
        "several lots": f"/opslag/{notices[0].key}/",
        "result": f"/opslag/{notices.filter(stage='result')[0].key}/",
        "changed": f"/opslag/{changed.key}/",
        "earlier version": f"/opslag/{earlier.key}/",
        "course": f"/forloeb/{changed.key}/",
        "by number": "/opslag/nummer/",
        "lot": lot,
        "match": f"{lot}{match.enterprise.key}/",
        "enterprise": f"/virksomheder/{match.enterprise.key}/",
        "enterprises": "/virksomheder/",
        "about": "/om/",
        "accessibility": "/tilgaengelighed/",
        "map": "/kort/",
        "figures": "/tal/",
        "rules": "/regler/",
        "what if": "/regler/hvad-nu-hvis/?what=quota.ordinary_for_one_small&value=3&adult_apprentices=0",
        "rule": "/regler/quota/",
        "rule answered": "/regler/quota/?on=2017-06-01&heads=12&flex_jobs=3&protected_jobs=2&wage_subsidy=0",
        "sources": "/kilder/",
        "open data": "/data/",
        "log in": "/log-ind/",
        "link": "/log-ind/not-a-secret/",
        "nowhere": "/nowhere/",
    }
    return {name: base + path for name, path in paths.items()}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_fits_and_is_quiet(browser: Browser, addresses: dict[str, str], name: str) -> None:
    status = 404 if name == "nowhere" else 200
    page = open_page(browser, WIDTHS[0])
    said = complaints(page, expected=" 404 " if status == 404 else None)
    answer = page.goto(addresses[name])
    assert answer is not None
    assert answer.status == status
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert (width, axe_violations(page)) == (width, [])
        assert (width, overflow(page)) == (width, 0)
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    assert (NARROWEST, overflow(page)) == (NARROWEST, 0)
    assert said == []
    page.context.close()


def complaints(page: Page, expected: str | None = None) -> list[str]:
    """What the browser will complain of: refused by the policy, not found, broken. Grows while the page is used."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not (expected and expected in message.text):
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def test_the_english_page_is_as_good(browser: Browser, addresses: dict[str, str]) -> None:
    page = open_page(browser, 375)
    page.goto(addresses["board"])
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    for name in ("board", "several lots", "match", "enterprise"):
        page.goto(addresses[name])
        assert axe_violations(page) == []
        assert overflow(page) == 0
    page.context.close()


@pytest.mark.parametrize("name", ["start", "board", "several lots", "enterprise", "map", "figures"])
def test_letters_may_be_spaced_and_nothing_is_cut_off(
    browser: Browser, addresses: dict[str, str], name: str
) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(addresses[name])
    page.add_style_tag(content=SPACED)
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert (width, overflow(page), page.evaluate(CUT_OFF)) == (width, 0, [])
    context.close()


def test_with_colours_of_ones_own_what_is_chosen_is_still_seen(
    browser: Browser, addresses: dict[str, str]
) -> None:
    page = open_page(browser, 1280)
    page.emulate_media(forced_colors="active")
    page.goto(addresses["board"])
    dot = "it => getComputedStyle(it.labels[0], '::after').backgroundColor"
    behind = "it => getComputedStyle(it.labels[0], '::before').backgroundColor"
    chosen = page.locator(".form-radio:checked").first
    assert chosen.evaluate(dot) != chosen.evaluate(behind)
    line = "it => getComputedStyle(it).borderBottomColor"
    links = page.locator(".site-nav__link")
    lines = [link.evaluate(line) for link in links.all()]
    assert lines.count(lines[0]) == 1  # the board's own
    page.context.close()


def test_the_map_is_walked_by_keyboard_and_leads_to_the_list(
    browser: Browser, addresses: dict[str, str]
) -> None:
    page = open_page(browser, 1280)
    page.goto(addresses["map"])
    areas = page.locator(".map--provinces .map__link")
    assert areas.count() == 11
    before = areas.first.locator(".map__shape").evaluate("it => getComputedStyle(it).strokeWidth")
    areas.first.focus()
    assert areas.first.locator(".map__shape").evaluate("it => getComputedStyle(it).strokeWidth") != before
    told = areas.first.get_attribute("aria-label") or ""
    page.keyboard.press("Enter")
    page.wait_for_url("**/opslag/?place=*")
    count = told.split(":")[1].split()[0]
    assert page.locator("#results").inner_text().split()[0] == count
    page.context.close()


def test_the_skip_link_comes_first_and_leads_to_the_content(
    browser: Browser, addresses: dict[str, str]
) -> None:
    page = open_page(browser, 1280)
    page.goto(addresses["board"])
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUSED)
    assert first["name"] == "skipnav"
    assert first["seen"]
    page.wait_for_function("() => document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main-content"
    page.keyboard.press("Tab")
    assert page.evaluate("() => Boolean(document.activeElement.closest('main'))")
    page.context.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_tab_walks_from_the_menu_through_the_filters_to_the_first_card(
    browser: Browser, addresses: dict[str, str], width: int
) -> None:
    page = open_page(browser, width)
    page.goto(addresses["board"])
    met: list[str] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["seen"], f"focus cannot be seen on {focused['name']}"
        assert focused["bottom"] > 0, f"{focused['name']} is out of sight"
        met.append(focused["inside"])
        if focused["inside"] == "card":
            break
    assert list(dict.fromkeys(part for part in met if part)) == ["nav", "filters", "card"]
    page.context.close()


def test_filters_paging_and_language_need_no_script(browser: Browser, addresses: dict[str, str]) -> None:
    page = open_page(browser, 375, javascript=False)
    page.goto(addresses["board"])
    page.locator(".filters__summary").click()
    page.get_by_label("Sted").select_option("DK04")
    page.get_by_label("Alle, også lukkede").check()
    page.get_by_role("button", name="Vis opslag").click()
    assert "place=DK04" in page.url
    assert page.get_by_text("Sted: Region Midtjylland").is_visible()
    first = page.locator(".lot-card a").first.inner_text()
    page.get_by_role("link", name="Næste side").click()
    assert "page=2" in page.url
    assert page.locator(".lot-card a").first.inner_text() != first
    page.get_by_role("button", name="English").click()
    assert "page=2" in page.url
    assert page.get_by_role("heading", name="Notices", exact=True).is_visible()
    page.context.close()


def test_a_log_in_link_works_once_and_without_script(browser: Browser, base: str) -> None:
    user, _ = ensure_staff()
    link = f"{base}/log-ind/{make_login_link(user=user)}/"
    page = open_page(browser, 768, javascript=False)
    page.goto(link)
    page.get_by_role("button", name="Log ind").click()
    assert page.get_by_text("Logget ind som").is_visible()
    page.get_by_role("button", name="Log ud").click()
    assert page.get_by_text("Du er logget ud").is_visible()
    page.goto(link)
    page.get_by_role("button", name="Log ind").click()
    assert page.get_by_role("heading", name="Linket virker ikke længere").is_visible()
    page.context.close()


def test_paper_has_the_content_and_no_navigation(browser: Browser, addresses: dict[str, str]) -> None:
    page = open_page(browser, 768)
    page.emulate_media(media="print")
    page.goto(addresses["board"])
    assert page.locator("h1").is_visible()
    assert page.locator(".lot-card").first.is_visible()
    for hidden in (".site-nav", ".skipnav", ".filters", ".site-header__tools", ".pagination"):
        assert not page.locator(hidden).is_visible(), hidden
    page.context.close()


def test_a_lots_link_leads_to_the_lot(browser: Browser, addresses: dict[str, str], base: str) -> None:
    lot = Match.objects.filter(lot__notice__lot_count__gt=2, lot__position=F("lot__notice__lot_count"))[0].lot
    page = open_page(browser, 1280)
    page.goto(f"{addresses['board']}?deadline=all&kind={lot.kinds.all()[0].kind}")
    page.locator(f'a[href="/opslag/{lot.notice.key}/#lot-{lot.number}"]').click()
    box = page.locator(f"#lot-{lot.number}").bounding_box()
    assert box is not None
    assert -1 < box["y"] < 900  # a browser rounds to parts of a pixel
    page.context.close()
