"""Tokens: one renewal however many want it, never lost to a failed answer, never more than an attempt for nothing."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.channels.zalo_oa import tokens as tokens_module
from bot.channels.zalo_oa.oauth import OAuth, OAuthError
from bot.clock import Clock
from bot.storage import OAuthTokenRepository
from tests.support.zalo_oa_api import APP_ID, APP_SECRET, REFRESH_TOKEN, SEND, TOKEN, until_so

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def stored(office):
    async with office.database.reading() as session:
        return await OAuthTokenRepository(session).find(("zalo_oa", APP_ID))


async def test_the_first_pair_comes_for_the_settings_token_and_is_kept_encrypted(office, person):
    await person.say("chào")
    await office.settled(person)
    pair = await stored(office)
    assert (pair.access_token, pair.refresh_token) == ("access-1", "refresh-1")
    assert timedelta(hours=24) < pair.expires_at - datetime.now(UTC) <= timedelta(hours=25)
    async with office.database.reading() as session:
        (row,) = await session.execute(text("SELECT access_token, refresh_token FROM oauth_token"))
    assert not [value for value in row if b"access-1" in value or b"refresh-1" in value]


async def test_an_expired_token_is_renewed_and_the_message_answered(office, person):
    await person.say("chào")
    await office.settled(person)
    office.api.expire()
    await person.say("chào")
    assert [sent.state for sent in await office.settled(person)] == ["sent", "sent"]
    assert office.api.renewals == 2
    assert (await stored(office)).refresh_token == "refresh-2"


async def test_many_who_find_the_token_expired_renew_it_once(office):
    people = [office.person() for _ in range(8)]
    await people[0].say("chào")
    await office.settled(people[0])
    office.api.expire()
    for person in people:
        await person.say("chào")
    for person in people:
        await office.settled(person)
    assert office.api.renewals == 2


@on_postgresql
async def test_two_processes_renew_once_however_slow_zalo_is(open_office, zalo_oa_api):
    offices = [await open_office(), await open_office()]
    people = [office.person() for office in offices for _ in range(3)]
    await people[0].say("chào")
    await offices[0].settled(people[0])
    for office in offices:
        await office.channel._tokens.current()
    zalo_oa_api.expire()
    gate = asyncio.Event()
    zalo_oa_api.fail(TOKEN, wait=gate)
    for person in people:
        await person.say("chào")
    await zalo_oa_api.until(lambda: zalo_oa_api.count(TOKEN) == 2)
    await asyncio.sleep(1)
    gate.set()
    for person in people:
        await offices[0].settled(person)
    assert (zalo_oa_api.renewals, zalo_oa_api.count(TOKEN)) == (2, 2)
    assert [len(person.chat) for person in people] == [2, 1, 1, 1, 1, 1]


FAILURES = [
    pytest.param(
        {"body": {"error_name": "Invalid refresh token", "error_reason": "x"}}, id="tên lỗi, HTTP 200"
    ),
    pytest.param({"body": {"error": -14003, "error_name": "x"}}, id="số lỗi, HTTP 200"),
    pytest.param({"body": {}}, id="trống, HTTP 200"),
    pytest.param({"body": {"access_token": "", "refresh_token": "bẫy"}}, id="mã trống"),
    pytest.param(
        {"body": {"access_token": None, "refresh_token": "bẫy", "expires_in": "90000"}}, id="mã null"
    ),
    pytest.param({"body": [], "status": 200}, id="không phải đối tượng"),
    pytest.param({"body": {"message": "x"}, "status": 503}, id="HTTP 503"),
    pytest.param({"body": {"access_token": 1}}, id="mã là số"),
]


@pytest.mark.parametrize("failure", FAILURES)
async def test_an_answer_without_an_access_token_is_a_failure(zalo_oa_api, failure):
    oauth = OAuth(zalo_oa_api.url, app_id=APP_ID, app_secret=APP_SECRET, clock=Clock())
    zalo_oa_api.fail(TOKEN, **failure)
    with pytest.raises(OAuthError):
        await oauth.renew(REFRESH_TOKEN)
    assert (await oauth.renew(REFRESH_TOKEN)).refresh_token == "refresh-1"


@on_one_database
async def test_a_failed_answer_never_takes_the_pairs_place_and_is_an_alarm(office, person, monkeypatch):
    monkeypatch.setattr(tokens_module, "_FIRST_PAUSE", timedelta(seconds=1))
    await person.say("chào")
    await office.settled(person)
    office.api.expire()
    office.api.fail(TOKEN, body={"access_token": "", "refresh_token": "bẫy", "error_name": "x"})
    await person.say("chào")
    await until_so(lambda: office.channel.trouble is not None)
    assert (await stored(office)).refresh_token == "refresh-1"
    assert "Zalo OA chưa chạy được" in office.channel.status()
    # A moment later Zalo is well again.
    assert (await office.settled(person))[-1].state == "sent"
    assert office.channel.trouble is None


async def test_a_consent_that_was_taken_back_is_an_alarm_and_leaves_zalo_alone(office, person):
    await person.say("chào")
    await office.settled(person)
    office.api.revoke()
    await person.say("chào")
    await until_so(lambda: office.channel.trouble is not None)
    assert "antam zalo connect" in office.channel.trouble
    pair = await stored(office)
    assert (pair.access_token, pair.refresh_token) == ("access-1", "refresh-1")
    await asyncio.sleep(1.2)
    assert office.api.count(TOKEN) == 2


async def test_a_renewal_of_which_nobody_knows_is_tried_once_more(office, person):
    await person.say("chào")
    await office.settled(person)
    office.api.expire()
    # The answer is lost, and with it the token: the second attempt is refused.
    office.api.fail(TOKEN, cut=True)
    await person.say("chào")
    await until_so(lambda: office.channel.trouble is not None)
    assert office.api.count(TOKEN) == 3
    assert (await stored(office)).refresh_token == "refresh-1"


@on_one_database
async def test_a_renewal_goes_on_when_who_waits_for_it_gives_up(office, person, monkeypatch):
    await person.say("chào")
    await office.settled(person)
    monkeypatch.setattr(tokens_module, "PATIENCE_SECONDS", 0.1)
    office.api.expire()
    gate = asyncio.Event()
    office.api.fail(TOKEN, wait=gate)
    await person.say("chào")
    async with asyncio.timeout(10):
        while True:
            if (await office.outbox(person))[-1].attempts > 1:
                break
            await asyncio.sleep(0.02)
    gate.set()
    assert (await office.settled(person))[-1].state == "sent"
    assert office.api.renewals == 2


async def test_a_young_pair_is_left_alone_and_an_old_one_renewed_in_time(office):
    await office.channel.check()
    await office.channel._tokens.refresh_when_due()
    assert office.api.renewals == 1
    await age(office, hours=21)
    await office.channel._tokens.refresh_when_due()
    assert office.api.renewals == 2
    assert (await stored(office)).access_token == "access-2"


async def age(office, *, hours: int) -> None:
    """Let the pair be so old."""
    pair = await stored(office)
    back = timedelta(hours=hours)
    moments = {"r": pair.renewed_at - back, "e": pair.expires_at - back}
    if office.database.serves_one_process:
        moments = {name: f"{moment.replace(tzinfo=None)}" for name, moment in moments.items()}
    async with office.database.transaction() as session:
        await session.execute(text("UPDATE oauth_token SET renewed_at = :r, expires_at = :e"), moments)


@on_one_database
async def test_a_new_token_in_the_settings_is_tried_once_and_the_stored_one_goes_on(open_office, zalo_oa_api):
    first = await open_office()
    await first.channel.check()
    second = await open_office(zalo_oa_refresh_token="mistyped")
    await second.channel.check()
    await second.channel._tokens.refresh_when_due()
    await second.channel._tokens.refresh_when_due()
    assert (await stored(second)).refresh_token == "refresh-2"
    tried = [given["refresh_token"] for path, given in zalo_oa_api.calls if path == TOKEN]
    assert tried == [REFRESH_TOKEN, "mistyped", "refresh-1"]


@on_one_database
async def test_calls_can_carry_the_proof_of_the_applications_secret(open_office, zalo_oa_api):
    zalo_oa_api.proof = True
    office = await open_office(zalo_oa_appsecret_proof=True)
    person = office.person()
    await person.say("chào")
    assert [sent.state for sent in await office.settled(person)] == ["sent"]


@on_one_database
async def test_what_is_missing_is_told_with_what_to_do(open_office, zalo_oa_api):
    for missing, name in (
        ("zalo_oa_app_secret", "ANTAM_ZALO_OA_APP_SECRET"),
        ("zalo_oa_refresh_token", "antam zalo connect"),
    ):
        office = await open_office(**{missing: ""})
        (line,) = await office.messaging.check()
        assert line.startswith("Zalo OA chưa chạy được")
        assert name in line
    assert zalo_oa_api.count(SEND) == 0


@on_one_database
async def test_all_is_well_is_told_too(open_office):
    office = await open_office(public_url="https://antam.example.vn/")
    (line,) = await office.messaging.check()
    assert line == "Zalo OA BHXH thử nghiệm đang bật (webhook https://antam.example.vn/webhooks/zalo-oa)."
    assert APP_SECRET not in repr(office.channel._access)
