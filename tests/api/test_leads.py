"""The leads API: who gets in, what each token sees and may do, pages and filters, writes that happen once."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import yaml
from fastapi import FastAPI
from sqlalchemy import text

from bot.api import leads_router
from bot.operations import guard_requests
from bot.registration import Applicant, Registration
from bot.registration.tokens import TokenError, Tokens
from bot.storage import (
    AuditRepository,
    ConversationRepository,
    Database,
    HookRepository,
    LeadRepository,
    StaffRepository,
)
from tests.support.clocks import MovedClock

CASES = [
    pytest.param(case, id=f"{case['role']} {'có xã' if case['communes'] else 'không xã'}")
    for case in yaml.safe_load(Path(__file__).with_name("lead_rights.yml").read_text(encoding="utf-8"))[
        "rights"
    ]
]
NAMES = {"near": "Người Gần", "far": "Người Xa", "held": "Người Giữ"}


@dataclass
class Api:
    """The API before a database of three leads and one account."""

    app: FastAPI
    database: Database
    clock: MovedClock
    staff_id: int
    leads: dict[str, int]

    async def token(self, *, writes: bool = True, days: int | None = None) -> str:
        async with self.database.transaction() as session:
            tokens = Tokens(session, now=self.clock.now())
            return await tokens.make("lan", name="phần mềm tỉnh", writes=writes, days=days)

    def client(self, secret: str | None = None) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="https://antam.example.vn", headers=headers
        )

    async def be(self, *, role: str, communes: list[str]) -> None:
        async with self.database.transaction() as session:
            await StaffRepository(session).update(self.staff_id, role=role)
            await StaffRepository(session).set_communes(self.staff_id, communes)

    async def stored(self, name: str):
        async with self.database.reading() as session:
            return await LeadRepository(session).get(self.leads[name])


@pytest.fixture
async def api(sqlite_url, open_database) -> Api:
    database, clock = open_database(sqlite_url), MovedClock()
    async with database.transaction() as session:
        account = await StaffRepository(session).add(
            username="lan",
            display_name="Lan",
            role="manager",
            password_hash="băm",
            must_change_password=False,
            at=clock.now(),
        )
        leads = {}
        for name, code in (("near", "07441"), ("far", "09163"), ("held", "09163")):
            conversation = await ConversationRepository(session).lock("web", "web", name)
            receipt = await Registration(session, now=clock.now()).submit(
                Applicant(NAMES[name], "+84912345678", "Phường Cảnh Thụy", "chiều"),
                conversation_id=conversation.id,
                lead_id=None,
                commune_code=code,
                source="web",
            )
            leads[name] = receipt.lead_id
        await LeadRepository(session).change(
            leads["held"], expected_version=1, at=clock.now(), officer_id=account.id
        )
    app = FastAPI()
    guard_requests(app, trusted_hosts=["*"])
    app.include_router(leads_router(database, clock=clock, hooks=True))
    return Api(app, database, clock, account.id, leads)


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


@pytest.mark.parametrize("case", CASES)
async def test_a_token_sees_and_may_do_what_its_account_does(api, case):
    await api.be(role=case["role"], communes=case["communes"])
    async with api.client(await api.token()) as client:
        listed = await client.get("/api/leads")
        if case["sees"] is None:
            assert listed.status_code == 401
            return
        assert {lead["full_name"] for lead in listed.json()["leads"]} == {NAMES[n] for n in case["sees"]}
        assert listed.json()["total"] == len(case["sees"])
        for name, lead_id in api.leads.items():
            seen = name in case["sees"]
            assert (await client.get(f"/api/leads/{lead_id}")).status_code == (200 if seen else 404)
            version = (await api.stored(name)).version
            step = {"state": "contacted", "version": version}
            changed = await client.post(f"/api/leads/{lead_id}/state", json=step, headers=key())
            wanted = 403 if not case["writes"] else 200 if seen else 404
            assert changed.status_code == wanted, (name, changed.text)
            assert ((await api.stored(name)).state == "contacted") == (wanted == 200)


@pytest.mark.parametrize("secret", [None, "", "x", "antam_x", "Bearer"])
async def test_without_a_token_that_holds_nobody_gets_in(api, secret):
    async with api.client(secret) as client:
        for answer in (
            await client.get("/api/leads"),
            await client.get("/api/leads/1"),
            await client.post("/api/leads/1/state", json={"state": "contacted", "version": 1}, headers=key()),
        ):
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
            assert "Người" not in answer.text


async def test_a_token_ends_when_it_is_revoked_over_or_its_account_closed(api):
    secrets = [await api.token(days=1), await api.token(), await api.token()]
    clients = [api.client(secret) for secret in secrets]

    async def lets_in():
        return [(await client.get("/api/leads")).status_code == 200 for client in clients]

    assert await lets_in() == [True, True, True]
    async with api.database.transaction() as session:
        tokens = Tokens(session, now=api.clock.now())
        await tokens.revoke(2)
        with pytest.raises(TokenError):
            await tokens.revoke(2)
    assert await lets_in() == [True, False, True]
    api.clock.move(days=1)
    assert await lets_in() == [False, False, True]
    async with api.database.transaction() as session:
        await StaffRepository(session).update(api.staff_id, active=False)
    assert await lets_in() == [False, False, False]
    for client in clients:
        await client.aclose()


async def test_only_a_keyed_hash_of_a_token_is_kept(api):
    secret = await api.token()
    async with api.database.reading() as session:
        rows = [str(tuple(row)) for row in await session.execute(text("SELECT * FROM api_token"))]
    assert not any(secret in row or secret.removeprefix("antam_") in row for row in rows)


async def test_pages_and_filters(api):
    async with api.client(await api.token()) as client:
        first = (await client.get("/api/leads?limit=2&sort=created_at")).json()
        second = (await client.get("/api/leads?limit=2&offset=2&sort=created_at")).json()
        assert first["total"] == second["total"] == 3
        ids = [lead["id"] for page in (first, second) for lead in page["leads"]]
        assert ids == sorted(api.leads.values())
        assert (await client.get("/api/leads?commune=07441")).json()["total"] == 1
        assert (await client.get("/api/leads?commune=07441&commune=09163")).json()["total"] == 3
        assert (await client.get("/api/leads?unassigned=true")).json()["total"] == 2
        assert (await client.get(f"/api/leads?officer={api.staff_id}")).json()["total"] == 1
        assert (await client.get("/api/leads?state=enrolled")).json()["leads"] == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "offset=-1", "sort=phone", "state=x", "officer=x", "colour=red"]
)
async def test_a_wrong_query_is_refused(api, query):
    async with api.client(await api.token()) as client:
        assert (await client.get(f"/api/leads?{query}")).status_code == 422


async def test_neither_phone_nor_number_is_given_out_and_each_look_is_kept(api):
    async with api.client(await api.token()) as client:
        listed, one = await client.get("/api/leads"), await client.get(f"/api/leads/{api.leads['near']}")
    for answer in (listed, one):
        assert "912345678" not in answer.text
        assert "personal_id" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
    assert one.json()["phone_ending"] == "678"
    assert one.json()["history"][0]["kind"] == "registered"
    async with api.database.reading() as session:
        entries = (await AuditRepository(session).page(kinds=["api_read"])).entries
    assert [(entry.lead_id, entry.data["leads"]) for entry in entries] == [(api.leads["near"], 1), (None, 3)]


async def test_a_write_happens_once_and_its_repetition_gets_the_same_answer(api):
    path, step, same = f"/api/leads/{api.leads['near']}/state", {"state": "contacted", "version": 1}, key()
    async with api.client(await api.token()) as client:
        first = await client.post(path, json=step, headers=same)
        again = await client.post(path, json=step, headers=same)
        other = await client.post(path, json=step | {"version": 2}, headers=same)
        stale = await client.post(path, json=step, headers=key())
    assert (first.status_code, first.json()["version"]) == (200, 2)
    assert (again.status_code, again.json()) == (200, first.json())
    assert other.status_code == 409
    assert stale.status_code in (409, 422)
    assert (await api.stored("near")).version == 2


@pytest.mark.parametrize(
    ("step", "status"),
    [
        ({"state": "enrolled", "version": 1}, 422),
        ({"state": "declined", "version": 1}, 422),
        ({"state": "contacted", "version": 9}, 409),
        ({"state": "contacted"}, 422),
        ({"state": "contacted", "version": 1, "officer": 1}, 422),
    ],
)
async def test_a_step_that_is_not_allowed_changes_nothing(api, step, status):
    async with api.client(await api.token()) as client:
        answer = await client.post(f"/api/leads/{api.leads['near']}/state", json=step, headers=key())
    assert answer.status_code == status
    assert (await api.stored("near")).version == 1


async def test_a_write_needs_a_key_and_a_token_that_writes(api):
    path, step = f"/api/leads/{api.leads['near']}/state", {"state": "contacted", "version": 1}
    async with api.client(await api.token(writes=False)) as reader, api.client(await api.token()) as writer:
        assert (await reader.post(path, json=step, headers=key())).status_code == 403
        assert (await writer.post(path, json=step)).status_code == 422
    assert (await api.stored("near")).version == 1


async def test_a_change_is_kept_to_be_told_to_the_offices_system(api):
    async with api.client(await api.token()) as client:
        step = {"state": "contacted", "version": 1}
        await client.post(f"/api/leads/{api.leads['near']}/state", json=step, headers=key())
    async with api.database.transaction() as session:
        (hook,) = await HookRepository(session).claim(
            now=api.clock.now(), until=api.clock.now() + timedelta(minutes=1), limit=9
        )
    assert (hook.kind, hook.lead_id, hook.state) == ("lead.changed", api.leads["near"], "contacted")


def test_the_openapi_tells_of_the_token(api):
    schema = api.app.openapi()
    assert schema["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    assert {"/api/leads", "/api/leads/{lead_id}", "/api/leads/{lead_id}/state"} <= schema["paths"].keys()
    assert schema["paths"]["/api/leads"]["get"]["security"] == [{"HTTPBearer": []}]
