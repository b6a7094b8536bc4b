"""The list of leads: found with or without tone marks, narrowed, sorted, page by page."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from bot.storage import (
    LEAD_SORTS,
    Database,
    LeadRepository,
    LeadScope,
    PersonRepository,
    StaffRepository,
)

TABLE = yaml.safe_load(Path(__file__).with_name("lead_search.yml").read_text(encoding="utf-8"))
QUERIES = [pytest.param(case["query"], case["finds"], id=case["id"]) for case in TABLE["queries"]]
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
async def province(module_database_url, key_ring, add_lead):
    """The database with the leads of the table, numbered from 1."""
    database = Database(module_database_url, keys=key_ring)
    async with database.transaction() as session:
        for number, lead in enumerate(TABLE["leads"], start=1):
            assert (await add_lead(session, user_id=f"người {number}", **lead)).id == number
    yield database
    await database.dispose()


@pytest.fixture(params=[5_000, -1], ids=["hiếm", "phổ biến"])
def rare(request, monkeypatch) -> None:
    """Words count as rare, as they do among few leads, or as common, as among many."""
    monkeypatch.setattr("bot.storage.repositories.search_term._RARE", request.param)


@pytest.mark.parametrize(("query", "finds"), QUERIES)
async def test_an_officer_finds(province, rare, query, finds):
    async with province.reading() as session:
        page = await LeadRepository(session).search(query, sort="created_at")
    assert [listed.lead.id for listed in page.leads] == finds
    assert page.total == len(finds)


async def test_a_listed_lead_has_the_names_that_a_list_shows(database, add_lead, now):
    async with database.transaction() as session:
        lan = await StaffRepository(session).add(
            username="lan", display_name="Trần Thị Lan", role="officer", password_hash="x", at=now
        )
        await add_lead(session, officer_id=lan.id)
        (listed,) = (await LeadRepository(session).search()).leads
    assert (listed.full_name, listed.phone) == ("Nguyễn Văn Tư", "+84912345678")
    assert listed.officer_name == "Trần Thị Lan"


async def test_a_corrected_name_phone_and_commune_is_found_and_the_old_one_is_not(database, add_lead, now):
    async with database.transaction() as session:
        lead = await add_lead(session, commune_name="Xã Cảnh Thụy")
        await PersonRepository(session).save(
            person_id=lead.person_id, full_name="Nguyễn Văn Năm", phone="+84987654321"
        )
        leads = LeadRepository(session)
        await leads.change(lead.id, expected_version=1, at=now, commune_name="Phường Kinh Bắc")
        for query, total in {"nam": 1, "tu": 0, "321": 1, "678": 0, "kinh bac": 1, "canh thuy": 0}.items():
            assert (await leads.search(query)).total == total, query


@pytest.fixture
async def work(database, add_lead, now):
    """Six leads in different states, communes and hands."""
    async with database.transaction() as session:
        lan, binh = [
            await StaffRepository(session).add(
                username=name, display_name=name, role="officer", password_hash="x", at=now
            )
            for name in ("lan", "binh")
        ]
        for number, values in enumerate(
            [
                {"state": "new", "commune_code": "07441"},
                {"state": "new", "commune_code": "09163", "source": "telegram"},
                {"state": "assigned", "commune_code": "07441", "officer_id": lan.id, "next_due": TODAY},
                {"state": "contacted", "officer_id": binh.id, "next_due": TODAY - timedelta(days=1)},
                {"state": "contacted", "commune_code": "09163", "officer_id": lan.id},
                {
                    "state": "enrolled",
                    "commune_code": "07441",
                    "officer_id": binh.id,
                    "next_due": TODAY - timedelta(days=2),
                },
            ]
        ):
            await add_lead(session, user_id=f"người {number}", **values, at=now + timedelta(minutes=number))
    return database, lan.id, binh.id


async def found(database: Database, **options) -> list[int]:
    async with database.reading() as session:
        page = await LeadRepository(session).search(**{"sort": "created_at"} | options)
    assert page.total == len(page.leads)
    return [listed.lead.id for listed in page.leads]


async def test_the_list_is_narrowed_by_every_filter(work):
    database, lan, binh = work
    assert await found(database, states=["new", "enrolled"]) == [1, 2, 6]
    assert await found(database, communes=["07441"]) == [1, 3, 6]
    assert await found(database, officer_id=lan) == [3, 5]
    assert await found(database, unassigned=True) == [1, 2]
    assert await found(database, sources=["telegram"]) == [2]
    assert await found(database, overdue_on=TODAY) == [4, 6]
    assert await found(database, overdue_on=TODAY, states=["contacted"], officer_id=binh) == [4]
    assert await found(database, states=[], communes=(), officer_id=None, unassigned=False) == [*range(1, 7)]


async def test_a_member_of_the_staff_sees_their_communes_and_what_they_hold(work):
    database, lan, binh = work
    assert await found(database, scope=LeadScope(lan, communes=["09163"])) == [2, 3, 5]
    assert await found(database, scope=LeadScope(binh)) == [4, 6]
    assert await found(database, scope=LeadScope(binh), communes=["07441"]) == [6]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("created_at", [1, 2, 3, 4, 5, 6]),
        ("-created_at", [6, 5, 4, 3, 2, 1]),
        ("updated_at", [1, 2, 3, 4, 5, 6]),
        ("-updated_at", [6, 5, 4, 3, 2, 1]),
        ("next_due", [6, 4, 3, 1, 2, 5]),
        ("-next_due", [3, 4, 6, 5, 2, 1]),
        ("state", [3, 5, 4, 6, 2, 1]),
        ("-state", [2, 1, 6, 5, 4, 3]),
    ],
)
async def test_the_list_is_sorted(work, sort, order):
    assert sort in LEAD_SORTS
    assert await found(work[0], sort=sort) == order


async def test_pages_follow_each_other_without_gap_or_overlap(database, add_lead):
    async with database.transaction() as session:
        # All at one moment: only the number tells them apart.
        ids = [(await add_lead(session, user_id=f"người {number}")).id for number in range(7)]
    for sort in LEAD_SORTS:
        pages = []
        async with database.reading() as session:
            for offset in range(0, 9, 3):
                page = await LeadRepository(session).search(sort=sort, limit=3, offset=offset)
                assert page.total == 7
                pages += [listed.lead.id for listed in page.leads]
        assert sorted(pages) == ids, sort
