"""Plays every story of this folder word by word against the assembled bot.

Stories use Rasa's test-story keys (`story`, `steps`, `user`, `intent`) plus `today`, `channel`, `press` (a button by
its title), `days` that go by before a message, `says`, `says_not`, `buttons`, `image` (how its address begins, or null
for none), and what is stored at the end: `lead`, `consents` (how many, or what was said to each purpose), `history`,
`nowhere`.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
STORIES = [
    pytest.param(story, id=story["story"])
    for file in sorted(HERE.rglob("*.yml"))
    for story in yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]
]


@pytest.mark.parametrize("story", STORIES)
async def test_story(story: dict[str, Any], talk_on) -> None:
    talk = await talk_on(story["today"], channel=story.get("channel", "rest"))
    for step in story["steps"]:
        talk.wait(days=step.get("days", 0))
        replies = await (talk.press(step["press"]) if "press" in step else talk.say(step["user"]))
        _check_step(step, "\n".join(reply.text for reply in replies), replies, talk)
    await _check_end(story, talk)


def _check_step(step: dict[str, Any], said: str, replies: list[Any], talk: Any) -> None:
    titles = [button.title for reply in replies for button in reply.buttons]
    assert said, f"không có câu trả lời cho: {step}"
    if "intent" in step:
        assert talk.parsed(step["user"]).intent.name == step["intent"]
    for wanted in step.get("says", ()):
        assert wanted.lower() in said.lower(), f"«{step}»: không thấy «{wanted}» trong:\n{said}"
    for unwanted in step.get("says_not", ()):
        assert unwanted.lower() not in said.lower(), f"«{step}»: không được có «{unwanted}» trong:\n{said}"
    for title in step.get("buttons", ()):
        assert title in titles, f"«{step}»: không thấy nút «{title}» trong {titles}"
    if "image" in step:
        (image,) = {reply.image for reply in replies}
        assert image.startswith(step["image"]) if step["image"] else image is None


async def _check_end(story: dict[str, Any], talk: Any) -> None:
    if "lead" in story:
        stored = await talk.lead()
        assert (stored and {key: stored[key] for key in story["lead"] or stored}) == story["lead"]
    if isinstance(consents := story.get("consents"), int):
        assert await talk.count_consents() == consents
    elif consents is not None:
        assert await talk.consents() == consents
    if "history" in story:
        happened = await talk.history()
        assert [event for event in happened if event in story["history"]] == story["history"]
    if "nowhere" in story:
        assert story["nowhere"] not in await talk.everything_stored()
