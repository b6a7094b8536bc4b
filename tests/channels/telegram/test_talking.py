"""People talk with An Tâm on Telegram, end to end: their updates in, what stands in their chat afterwards."""

import pytest


async def test_a_question_is_answered(person):
    await person.say("Mỗi tháng đóng bao nhiêu?")
    (answer,) = await person.hears(1)
    assert "đóng" in answer.text
