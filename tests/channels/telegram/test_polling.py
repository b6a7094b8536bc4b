"""Where Telegram cannot reach us: updates are fetched, and count as fetched when they are kept."""

from bot.storage import DatabaseUnavailableError


async def test_updates_are_fetched_and_confirmed(open_office, telegram_api):
    office = await open_office(telegram_mode="polling")
    person = office.person()
    update = person.update("text", text="xin chào")
    telegram_api.offer(update)
    await person.hears(1)
    await telegram_api.until(lambda: telegram_api.confirmed == update["update_id"] + 1)
    assert "Telegram đang bật (polling)." in await office.messaging.check()


async def test_a_webhook_that_was_set_gives_way_to_polling(open_office, telegram_api):
    telegram_api.webhook = {"url": "https://old.example.vn"}
    office = await open_office(telegram_mode="polling")
    person = office.person()
    telegram_api.offer(person.update("text", text="xin chào"))
    await person.hears(1)


async def test_an_update_that_could_not_be_kept_is_fetched_again(open_office, telegram_api, monkeypatch):
    office = await open_office(telegram_mode="polling")
    person = office.person()
    accept, failures = office.conversations.accept, iter([True])

    async def sometimes(event):
        if next(failures, False):
            raise DatabaseUnavailableError("mất kết nối", remedy="chờ")
        return await accept(event)

    monkeypatch.setattr(office.conversations, "accept", sometimes)
    monkeypatch.setattr("bot.channels.telegram.polling.PAUSE_SECONDS", 0.05)
    update = person.update("text", text="xin chào")
    telegram_api.offer(update)
    await person.hears(1)
    assert telegram_api.count("getUpdates") > 1
    await telegram_api.until(lambda: telegram_api.confirmed == update["update_id"] + 1)


async def test_in_polling_mode_there_is_no_webhook(open_office):
    office = await open_office(telegram_mode="polling")
    assert (await office.client.post("/webhooks/telegram", json={"update_id": 1})).status_code == 404
