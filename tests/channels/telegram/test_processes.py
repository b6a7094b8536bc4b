"""Several processes on one database, and processes that die: everybody is answered once."""

import asyncio
from collections import Counter

import httpx
import pytest

from tests.support.telegram_api import SECRET, TOKEN, Person

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
PUBLIC_URL = "https://antam.example.vn"


@on_postgresql
async def test_two_processes_answer_everybody_once(open_office):
    first, second = await open_office(), await open_office()
    people = [first.person() for _ in range(10)]
    for person in people:
        update = person.update("text", text="xin chào")
        await asyncio.gather(person.send(update), Person.send(_through(second, person), update))
    for person in people:
        await first.settled(person)
    assert Counter(len(person.chat) for person in people) == {1: 10}


@on_postgresql
async def test_two_processes_that_poll_take_each_update_once(open_office, telegram_api):
    offices = [await open_office(telegram_mode="polling") for _ in range(2)]
    people = [offices[0].person() for _ in range(6)]
    for person in people:
        telegram_api.offer(person.update("text", text="xin chào"))
    for person in people:
        await person.hears(1)
        await offices[0].settled(person)
    assert Counter(len(person.chat) for person in people) == {1: 6}


def _through(office, person: Person) -> Person:
    """The same person, whose update Telegram delivers to another process."""
    other = office.person()
    other.id = person.id
    return other


@pytest.fixture
async def telegram_server(serve, telegram_api):
    """``await telegram_server(…)``: a real server process with the bot, and its HTTP client."""
    clients: list[httpx.AsyncClient] = []

    async def start(**settings: str):
        server = await asyncio.to_thread(
            serve,
            ANTAM_TODAY="2026-11-24",
            ANTAM_TELEGRAM_TOKEN=TOKEN,
            ANTAM_TELEGRAM_API_BASE_URL=telegram_api.url,
            ANTAM_TELEGRAM_WEBHOOK_SECRET=SECRET,
            ANTAM_LOG_LEVEL="debug",
            **{"ANTAM_TELEGRAM_MODE": "webhook", "ANTAM_PUBLIC_URL": PUBLIC_URL} | settings,
        )
        clients.append(httpx.AsyncClient(base_url=server.base_url, timeout=10))
        return server, Person(telegram_api, clients[-1])

    yield start
    for client in clients:
        await client.aclose()


async def test_a_process_killed_after_taking_a_message_answers_it_once_when_it_is_back(
    telegram_server, telegram_api
):
    server, person = await telegram_server(ANTAM_JOIN_SECONDS="5")
    update = person.update("text", text="xin chào")
    assert (await person.send(update)).status_code == 200
    await asyncio.to_thread(server.kill)
    assert person.chat == []
    await asyncio.to_thread(server.start)
    await person.send(update)
    await person.hears(1)
    # Killed while a message is on its way: nobody knows whether it arrived, so it is not sent again.
    gate = asyncio.Event()
    telegram_api.fail("sendMessage", wait=gate)
    await person.press("Được những gì?")
    await telegram_api.until(lambda: telegram_api.count("sendMessage") == 2)
    await asyncio.to_thread(server.kill)
    gate.set()
    await asyncio.to_thread(server.start)
    await person.do("sticker")
    await telegram_api.until(lambda: telegram_api.count("sendMessage") == 3)
    assert Counter(shown.text for shown in person.chat).most_common(1)[0][1] == 1
    assert await asyncio.to_thread(server.stop) == 0
    log = server.log.read_text(encoding="utf-8")
    for secret in (TOKEN, SECRET, str(person.id), "xin chào"):
        assert secret not in log


async def test_the_server_sets_the_webhook_and_the_commands(telegram_server, telegram_api):
    server, _ = await telegram_server()
    assert await asyncio.to_thread(server.stop) == 0
    assert f"Telegram đang bật (webhook {PUBLIC_URL}/webhooks/telegram)" in server.output
    assert telegram_api.webhook["url"] == f"{PUBLIC_URL}/webhooks/telegram"
    assert telegram_api.webhook["secret_token"] == SECRET
    assert "my_chat_member" in telegram_api.webhook["allowed_updates"]
    assert [command["command"] for command in telegram_api.commands] == [
        "start",
        "help",
        "dung",
        "xoa",
        "lienket",
    ]


async def test_a_refused_token_is_told_and_stops_nothing_else(telegram_server, telegram_api):
    telegram_api.token = "123456:another"
    server, _ = await telegram_server()
    async with httpx.AsyncClient(base_url=server.base_url) as client:
        reply = await client.post("/webhooks/rest/webhook", json={"sender": "a", "message": "xin chào"})
    assert reply.json()[0]["text"]
    assert await asyncio.to_thread(server.stop) == 0
    assert "Telegram không nhận ANTAM_TELEGRAM_TOKEN → lấy lại mã ở @BotFather" in server.output
    assert TOKEN not in server.output + server.log.read_text(encoding="utf-8")
