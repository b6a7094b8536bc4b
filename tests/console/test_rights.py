"""Role × page and role × action: what opens, and what leaves a trace in lead, history or audit."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from bot.registration.declaring import Declaration
from bot.storage import (
    AuditRepository,
    ConversationRepository,
    DeclarationRepository,
    EstimateCardRepository,
    LeadRepository,
    StaffRepository,
)
from tests.console.conftest import LAW

TABLE = yaml.safe_load(Path(__file__).with_name("rights.yml").read_text(encoding="utf-8"))
COMMUNES = {"officer": ("07441",), "agent": ("07441",), "editor": ("07441",)}
PAGES = [
    pytest.param(role, path, status, id=f"{role} {path}")
    for path, statuses in TABLE["pages"].items()
    for role, status in zip(TABLE["roles"], statuses, strict=True)
]
ACTIONS = [
    pytest.param(role, action, works, id=f"{role} {action['send']} {next(iter(action['with'].values()), '')}")
    for action in TABLE["actions"]
    for role, works in zip(TABLE["roles"], action["works"], strict=True)
]


@pytest.fixture
async def office(small_console):
    """A lead with a declaration, and a card."""
    console = small_console
    lead_id = await console.lead()
    now = console.clock.now()
    declaration = Declaration(
        full_name="Nguyễn Văn Tư",
        gender="male",
        birth_date=now.date().replace(year=1985),
        nationality="Việt Nam",
        result_form="electronic",
        income=2_000_000,
        payment_method="monthly",
    )
    async with console.database.transaction() as session:
        await DeclarationRepository(session).save(
            lead_id,
            data=declaration.as_dict(),
            personal_id="024085000001",
            entered_by=None,
            at=now,
            keep_until=now + timedelta(days=90),
        )
        conversation = await ConversationRepository(session).lock("web", "web", "người 1")
        await EstimateCardRepository(session).add(
            conversation_id=conversation.id,
            code="ABCDEFGHJK",
            estimate=LAW.estimate("contribution", on="2026-11-23", income=2_000_000).as_dict(),
            at=now,
            expires_at=now + timedelta(days=90),
        )
    return console


async def enter(console, role: str):
    await console.account("lan")
    async with console.database.transaction() as session:
        await StaffRepository(session).update(1, role=role)
        await StaffRepository(session).set_communes(1, COMMUNES.get(role, ()))
    browser = console.browser()
    await browser.sign_in("lan")
    return browser


async def traces(console):
    """Everything that an action may leave behind."""
    async with console.database.reading() as session:
        leads = LeadRepository(session)
        lead = await leads.get(1)
        return lead, len(await leads.history(1)), (await AuditRepository(session).page()).total


@pytest.mark.parametrize(("role", "path", "status"), PAGES)
async def test_a_page_opens_to_its_roles(office, role, path, status):
    browser = await enter(office, role)
    assert (await browser.open(path)).status == status


@pytest.mark.parametrize(("role", "action", "works"), ACTIONS)
async def test_an_action_works_for_its_roles_and_leaves_nothing_behind_for_others(
    office, role, action, works
):
    browser = await enter(office, role)
    token = browser.page.form("Đăng xuất").fields["csrftoken"]
    before = await traces(office)
    sent = {"csrftoken": token, "version": "1"} | action["with"]
    answer = await browser.client.post(action["send"], data=sent)
    assert (await traces(office) != before) == works, answer.text[:500]
    if not works:
        assert "024085000001" not in answer.text
        assert not answer.content.startswith((b"%PDF", b"PK"))
