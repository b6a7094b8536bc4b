"""A real server process on the Zalo Bot Platform, over HTTP all the way."""

import asyncio

import httpx

from tests.support.zalo_bot_api import SECRET, TOKEN, Person

PUBLIC_URL = "https://antam.example.vn"


async def test_a_talk_with_a_real_process_over_http(serve, zalo_bot_api):
    server = await asyncio.to_thread(
        serve,
        ANTAM_TODAY="2026-11-24",
        ANTAM_ZALO_BOT_TOKEN=TOKEN,
        ANTAM_ZALO_BOT_MODE="webhook",
        ANTAM_ZALO_BOT_WEBHOOK_SECRET=SECRET,
        ANTAM_ZALO_BOT_API_BASE_URL=zalo_bot_api.url,
        ANTAM_PUBLIC_URL=PUBLIC_URL,
        ANTAM_JOIN_SECONDS="0",
        ANTAM_LOG_LEVEL="debug",
    )
    async with httpx.AsyncClient(base_url=server.base_url, timeout=10) as client:
        person = Person(zalo_bot_api, client)
        await person.send({"ok": True, "result": person.update("text", text="xin chào")})
        assert "1. " in (await person.hears(1))[0].text
        await person.say("1")
        await person.hears(2)
    assert await asyncio.to_thread(server.stop) == 0
    assert f"Zalo Bot đang bật (webhook {PUBLIC_URL}/webhooks/zalo-bot)" in server.output
    log = server.log.read_text(encoding="utf-8")
    for secret in (TOKEN, SECRET, person.id, "xin chào"):
        assert secret not in log
