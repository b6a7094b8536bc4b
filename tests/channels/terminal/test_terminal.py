"""The chat in a terminal window: what is printed, how a choice is made by its number, how it ends."""

import pytest

from bot.channels.terminal import Terminal, numbered
from bot.clock import Clock
from bot.types import Button, InboundEvent, OutboundMessage

YES, NO = Button("Đồng ý", "/affirm"), Button("Không đồng ý", "/deny")
QUESTION = OutboundMessage("Anh/chị có đồng ý không?", (YES, NO))


class FakeConversations:
    """Greets with two choices and repeats what it hears, with no choice."""

    def __init__(self) -> None:
        self.events: list[InboundEvent] = []

    async def converse(self, event: InboundEvent) -> list[OutboundMessage]:
        self.events.append(event)
        return [QUESTION] if event.text == "đăng ký" else [OutboundMessage(f"Đã nhận: {event.text}")]

    def welcome(self, channel: str) -> list[OutboundMessage]:
        return [OutboundMessage(f"Chào anh/chị ({channel})", (Button("Đăng ký", "/registration_start"),))]


@pytest.fixture
def conversations() -> FakeConversations:
    return FakeConversations()


@pytest.fixture
def talk(conversations):
    """``await talk("xin chào", …)``: what is printed while a person types these lines and then leaves."""

    async def type_lines(*lines: str | None) -> list[str]:
        typed, printed = iter(lines), []
        await Terminal(conversations, clock=Clock(), ask=lambda: next(typed, None), show=printed.append).run()
        assert next(typed, None) is None, "the talk ended before all was typed"
        return printed

    return type_lines


async def test_the_welcome_comes_first_with_its_choices(talk):
    assert await talk() == ["Chào anh/chị (terminal)\n  1. Đăng ký"]


async def test_each_line_is_answered(talk, conversations):
    printed = await talk("xin chào", "lương hưu là gì")

    assert printed[1:] == ["Đã nhận: xin chào", "Đã nhận: lương hưu là gì"]
    first, second = conversations.events
    assert first.user_id == second.user_id
    assert first.event_id != second.event_id
    assert {event.channel for event in conversations.events} == {"terminal"}


async def test_a_number_makes_the_choice_that_was_offered_last(talk, conversations):
    await talk("1", "đăng ký", "2", "2")

    assert [event.text for event in conversations.events] == ["/registration_start", "đăng ký", "/deny", "2"]


async def test_two_windows_are_two_people(talk, conversations):
    await talk("xin chào")
    await talk("xin chào")

    assert len({event.user_id for event in conversations.events}) == 2


@pytest.mark.parametrize("end", ["", None], ids=["dòng trống", "Ctrl-D"])
async def test_an_empty_line_or_the_end_of_input_ends_it(talk, conversations, end):
    printed = await talk("xin chào", end)

    assert len(printed) == 2
    assert len(conversations.events) == 1


def test_links_stand_between_text_and_choices():
    message = OutboundMessage("Xem hình", (YES,), image="https://a.vn/b.png", attachment="https://a.vn/c.pdf")

    assert numbered(message) == "Xem hình\nhttps://a.vn/b.png\nhttps://a.vn/c.pdf\n  1. Đồng ý"
