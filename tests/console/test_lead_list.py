"""The list of leads: found by what an officer remembers, narrowed by an address that can be passed on, page by page."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml

from bot.console.lead_list import PAGE_SIZE
from bot.storage import Database
from tests.console.conftest import Browser

TABLE = yaml.safe_load(Path(__file__).with_name("lead_list.yml").read_text(encoding="utf-8"))
KEYS = {lead["key"]: lead["full_name"] for lead in TABLE["leads"]}


def cases(name: str) -> list:
    return [pytest.param(case, id=case["id"]) for case in TABLE[name]]


@pytest.fixture(scope="module")
async def lan(module_database_url, key_ring, build_console) -> Browser:
    """Lan's browser before the leads of the table."""
    database = Database(module_database_url, keys=key_ring)
    console = await build_console(database)
    browser = await console.enter("lan")
    officers = {None: None, "lan": 1, "minh": (await console.account("minh")).id}
    for lead in TABLE["leads"]:
        console.clock.move(minutes=1)
        await console.lead(
            lead["full_name"],
            phone=lead["phone"],
            commune_code=lead["commune"],
            source=lead.get("source", "web"),
            state=lead["state"],
            officer_id=officers[lead.get("officer")],
            next_due=lead.get("due"),
        )
    yield browser
    await database.dispose()


@pytest.fixture
async def officer(lan) -> Browser:
    """The same with nothing searched for: the first page forgets the words."""
    await lan.open("/console/")
    return lan


def listed(page) -> list[str]:
    """The keys of the leads on the page, in its order."""
    names = {name: key for key, name in KEYS.items()}
    found = re.findall("|".join(KEYS.values()), page.words)
    return [names[name] for name in found]


@pytest.mark.parametrize("case", cases("searches"))
async def test_search(officer, case):
    await officer.open("/console/leads")
    page = await officer.press("Tìm", words=case["words"])
    assert sorted(listed(page)) == sorted(case["finds"])
    total = len(case["finds"])
    assert (f"{total} đăng ký" if total else "Không có đăng ký nào như vậy.") in page.words
    assert page.path == "/console/leads"
    assert "<script>alert" not in page.response.text


@pytest.mark.parametrize("case", cases("addresses"))
async def test_address(officer, case):
    page = await officer.open(f"/console/leads?{case['query']}")
    assert sorted(listed(page)) == sorted(case["finds"])


@pytest.mark.parametrize("case", cases("sorts"))
async def test_order(officer, case):
    assert listed(await officer.open(f"/console/leads?{case['query']}")) == case["order"]


async def test_chosen_filters_are_in_the_address_and_the_address_shows_them_chosen(officer):
    await officer.open("/console/leads?view=open")
    page = await officer.press(
        "Lọc", state="contacted", commune="07441", officer="1", source="web", sort="next_due"
    )
    assert listed(page) == ["tu"]

    again = await officer.open(page.path)

    assert listed(again) == ["tu"]
    chosen = again.form("Lọc").fields
    assert chosen == {
        "view": "open",
        "state": "contacted",
        "commune": "07441",
        "officer": "1",
        "source": "web",
        "sort": "next_due",
    }


async def test_a_search_keeps_the_filters_and_is_in_no_address(officer):
    await officer.open("/console/leads?state=contacted")
    page = await officer.press("Tìm", words="nguyen")
    assert listed(page) == ["tu"]
    assert page.path == "/console/leads?state=contacted"
    assert "Đang tìm “nguyen”" in page.words
    assert not any("nguyen" in address.lower() for address in page.links.values())
    assert sorted(listed(await officer.press("Bỏ tìm"))) == ["tu"]
    assert "Đang tìm" not in officer.page.words


async def test_words_stay_while_one_looks_into_a_lead_and_go_with_the_first_page(officer):
    await officer.open("/console/leads")
    await officer.press("Tìm", words="dao")
    await officer.open("/console/leads/1")
    assert listed(await officer.open("/console/leads")) == ["dao"]
    await officer.open("/console/")
    assert len(listed(await officer.open("/console/leads"))) == len(KEYS)


async def test_the_counts_of_the_first_page_open_the_rows_that_they_count(officer):
    await officer.open("/console/leads")
    await officer.press("Tìm", words="dao")
    first = await officer.open("/console/")
    counts = {
        address: (int(text.rsplit(" ", 1)[1]))
        for text, address in first.links.items()
        if address.startswith("/console/leads?view=")
    }
    assert len(counts) == 6
    for address, count in counts.items():
        assert len(listed(await officer.open(address))) == count, address
    assert counts["/console/leads?view=due"] == 2


async def test_phones_are_masked_but_for_their_last_digits(officer):
    page = await officer.open("/console/leads")
    assert "•••• ••• 678" in page.words
    assert not re.search(r"912\D*345|987\D*654|356\D*789", page.response.text)


@pytest.mark.parametrize("words", ["a" * 5000, "ă" * 101])
async def test_an_endless_search_is_cut(officer, words):
    await officer.open("/console/leads")
    page = await officer.press("Tìm", words=words)
    assert page.status == 200
    assert page.form("Tìm").fields["words"] == words[:100]


async def test_pages_follow_each_other_and_tell_the_total(console):
    browser = await console.enter()
    total = 2 * PAGE_SIZE + 3
    for number in range(total):
        console.clock.move(seconds=1)
        await console.lead(f"Người thứ {number:03}", commune_code="07441" if number else "09163")
    seen: list[str] = []

    page = await browser.open("/console/leads?sort=created_at")
    while True:
        assert f"{total} đăng ký, đang xem {len(seen) + 1}–" in page.words
        seen += re.findall(r"Người thứ \d{3}", page.words)
        if "Trang sau" not in page.links:
            break
        page = await browser.open(page.links["Trang sau"])

    assert seen == [f"Người thứ {number:03}" for number in range(total)]
    assert "Trang 3/3" in page.words
    assert f"đang xem {2 * PAGE_SIZE + 1}–{total}" in page.words
    assert page.links["Trang trước"] == "/console/leads?sort=created_at&page=2"
    beyond = await browser.open("/console/leads?sort=created_at&page=999999")
    assert beyond.path == "/console/leads?sort=created_at&page=3"
    filtered = await browser.open("/console/leads?commune=07441&page=2")
    assert filtered.links["Trang sau"] == "/console/leads?commune=07441&page=3"
    assert "Trang sau" not in (await browser.open(f"/console/leads?commune={quote('09163')}")).links


async def test_an_empty_list_says_what_will_come(console):
    browser = await console.enter()
    assert "Chưa có đăng ký nào." in (await browser.open("/console/")).words
    assert "Không có đăng ký nào như vậy." in (await browser.open("/console/leads")).words


async def test_those_who_no_longer_work_can_still_be_filtered_by(small_console):
    browser = await small_console.enter("lan")
    minh = await small_console.account("minh")
    await small_console.account("hoa", role="editor")
    await small_console.lead(officer_id=minh.id)
    await small_console.accounts.set_active(minh.id, active=False)
    page = await browser.open("/console/leads")
    assert "Minh (đã khóa)" in page.words
    assert page.form("Lọc").choices["officer"] == ["", "1", str(minh.id)]


async def test_an_officer_of_communes_chooses_among_those(small_console):
    browser = await small_console.enter(communes=("09163", "07441"))
    page = await browser.open("/console/leads")
    assert page.form("Lọc").choices["commune"] == ["", "07441", "09163"]


async def test_what_is_overdue_stands_out(small_console):
    browser = await small_console.enter()
    day = small_console.clock.today()
    await small_console.lead("Người Trễ", next_due=day.replace(day=day.day - 1), next_step="gọi lại")
    await small_console.lead("Người Kịp", next_due=day, next_step="gọi lại")
    text = (await browser.open("/console/leads")).response.text
    assert 'text-red fw-bold">22/11/2026' in text
    assert 'text-secondary">23/11/2026' in text
