"""What each role sees and may do, tried at the pages and, past the pages, at the addresses behind their buttons."""

from pathlib import Path

import pytest
import yaml

from bot.registration import Role
from bot.storage import LeadRepository, StaffRepository

CASES = [
    pytest.param(case, id=f"{case['role']} {'có xã' if case['communes'] else 'không xã'}")
    for case in yaml.safe_load(Path(__file__).with_name("roles.yml").read_text(encoding="utf-8"))["roles"]
]
NAMES = {"near": "Người Gần", "far": "Người Xa", "held": "Người Giữ"}
STEPS = {
    "take": {},
    "move": {"state": "contacted"},
    "plan": {"next_step": "gọi lại"},
    "note": {"text": "đã gọi"},
}


@pytest.fixture
async def leads(console) -> dict[str, int]:
    lan = await console.account("lan")
    return {
        "near": await console.lead(NAMES["near"]),
        "far": await console.lead(NAMES["far"], commune_code="09163"),
        "held": await console.lead(NAMES["held"], commune_code="09163", officer_id=lan.id),
    }


async def enter(console, case):
    async with console.database.transaction() as session:
        await StaffRepository(session).update(1, role=case["role"])
        await StaffRepository(session).set_communes(1, case["communes"])
    browser = console.browser()
    await browser.sign_in("lan")
    return browser


async def send(browser, path: str, **values: str) -> int:
    """Send a form to an address that no page need offer."""
    token = browser.page.form("Đăng xuất").fields["csrftoken"]
    return (await browser.client.post(path, data={"csrftoken": token, "version": "1"} | values)).status_code


@pytest.mark.parametrize("case", CASES)
async def test_the_list_the_counts_and_the_leads_are_those_of_the_role(console, leads, case):
    browser = await enter(console, case)

    first = await browser.open("/console/")
    listed = await browser.open("/console/leads")

    if case["role"] == Role.EDITOR:
        assert "không xem đăng ký của người dân" in first.words
        assert "Đăng ký" not in first.links
        assert listed.status == 403
        assert "Tài khoản này không được mở trang này." in listed.words
    else:
        assert {key for key, name in NAMES.items() if name in listed.words} == set(case["sees"])
        assert f"{len(case['sees'])} đăng ký" in listed.words
        assert f"Đang làm {len(case['sees'])}" in first.words
        assert {key for key, name in NAMES.items() if name in first.words} == set(case["sees"])
    unseen = 403 if case["role"] == Role.EDITOR else 404
    for key, lead_id in leads.items():
        page = await browser.open(f"/console/leads/{lead_id}")
        assert page.status == (200 if key in case["sees"] else unseen), key


@pytest.mark.parametrize("case", CASES)
async def test_work_is_done_by_those_who_may(console, leads, case):
    browser = await enter(console, case)
    for key, lead_id in leads.items():
        before = await console.stored(lead_id)
        page = await browser.open(f"/console/leads/{lead_id}")
        may = case["works"] and key in case["sees"]
        assert any("Thêm ghi chú" in form.buttons for form in page.forms) == may
        await browser.open("/console/password")
        for step, values in STEPS.items():
            version = str((await console.stored(lead_id)).version)
            status = await send(browser, f"/console/leads/{lead_id}/{step}", version=version, **values)
            assert (status == 200) == may, (key, step)
        assert (await console.stored(lead_id) != before) == may


@pytest.mark.parametrize("case", CASES)
async def test_a_phone_is_shown_to_those_who_may_and_each_look_is_kept(console, leads, case):
    browser = await enter(console, case)
    for key, lead_id in leads.items():
        page = await browser.open(f"/console/leads/{lead_id}")
        may = case["reveals"] and key in case["sees"]
        assert any("Hiện số" in form.buttons for form in page.forms) == may
        await browser.open("/console/password")
        assert (await send(browser, f"/console/leads/{lead_id}/phone") == 200) == may
        async with console.database.reading() as session:
            history = await LeadRepository(session).history(lead_id)
        assert [event.kind for event in history if event.actor == 1] == (["phone_revealed"] if may else [])


@pytest.mark.parametrize("case", CASES)
async def test_accounts_are_the_administrators_matter(console, leads, case):
    browser = await enter(console, case)
    page = await browser.open("/console/staff")
    assert page.status == (200 if case["accounts"] else 403)
    assert ("Cán bộ" in (await browser.open("/console/password")).links) == case["accounts"]
    values = {"username": "moi", "display_name": "Người Mới", "role": "administrator"}
    assert (await send(browser, "/console/staff/add", **values) == 200) == case["accounts"]
    assert (await send(browser, "/console/staff/1/reset") == 200) == case["accounts"]
    assert len(await console.accounts.list()) == (2 if case["accounts"] else 1)
