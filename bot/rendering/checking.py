"""Tries every message out, and finds what a reader or a platform would stumble over."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import nodes

from bot.errors import DataError
from bot.rendering.renderer import Renderer
from bot.rendering.sources import Source
from bot.types import OutboundMessage

CHANNELS = ("web", "rest", "terminal", "telegram", "zalo_oa", "zalo_bot")
# Zalo refuses longer texts and more buttons; Telegram takes at most 64 bytes behind a button.
MAX_CHARACTERS = 2_000
MAX_BUTTONS = 5
MAX_PAYLOAD_BYTES = 64
# What fits beside another button on a small phone, and what an older reader takes in at once.
MAX_TITLE = 25
MAX_WORDS_IN_SENTENCE = 40

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_NAMES_WITH_DIGITS = re.compile(r"(?:Điều|khoản) \d+|\d+/\d{4}/[A-ZĐ-]+\d*|TK\d-TS|D\d\d-TS")
_FIGURE_IN_WORDS = re.compile(
    r"\b(?:mười|mươi|lăm|trăm|nghìn|triệu|hai|ba|bốn|năm|sáu|bảy|tám|chín) (?:phần trăm|đồng|tuổi)\b"
)
_FIGURE_IN_STRING = re.compile(r"\d\s*(?:đồng|đ\b|%|triệu|nghìn|tuổi|năm|tháng|ngày)")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n+")
_HARMLESS_NUMBERS = frozenset({0, 1})


@dataclass(frozen=True, slots=True)
class Trial:
    """One message as one person would see it."""

    source: Source
    day: date
    channel: str
    message: OutboundMessage


def check_messages(
    renderer: Renderer,
    *,
    days: Sequence[date],
    province: Mapping[str, Any],
    only: Collection[str] | None = None,
) -> list[DataError]:
    """Everything wrong with the messages, each with file and, where known, line; empty when all is well.

    :param only: the messages to try out; all of them when it is left out.
    """
    typed = [problem for source in renderer.sources.values() for problem in typed_figures(source, renderer)]
    tried = [
        problem
        for name in sorted(renderer.responses if only is None else only)
        for problem in check_message(renderer, name, days=days, province=province)
    ]
    return typed + tried


def check_message(
    renderer: Renderer, name: str, *, days: Sequence[date], province: Mapping[str, Any]
) -> list[DataError]:
    """What is wrong with one message, tried out on every channel and day, each problem once."""
    problems = [
        problem
        for channel in CHANNELS
        for day in days
        for problem in _try_out(renderer, name, day=day, channel=channel, province=province)
    ]
    return list({(problem.file, problem.line, problem.remedy): problem for problem in problems}.values())


def try_out(
    renderer: Renderer, name: str, *, day: date, channel: str, province: Mapping[str, Any]
) -> Iterator[Trial]:
    """The message without slots, and with its sample slots where it has some.

    :raises DataError: when it does not render.
    """
    source = renderer.source(name, channel=channel)
    arguments = renderer.sample_arguments(name, today=day)
    samples = renderer.sample_slots(name, today=day)
    for slots in [{}, samples] if samples else [{}]:
        message = renderer.render(
            name, channel=channel, today=day, slots=slots, arguments=arguments, province=province
        )
        yield Trial(source, day, channel, message)


def _try_out(
    renderer: Renderer, name: str, *, day: date, channel: str, province: Mapping[str, Any]
) -> list[DataError]:
    try:
        trials = list(try_out(renderer, name, day=day, channel=channel, province=province))
    except DataError as error:
        return [error]
    return [problem for trial in trials for problem in _stumbles(trial)]


def _stumbles(trial: Trial) -> Iterator[DataError]:
    text, buttons = trial.message.text, trial.message.buttons
    where = f"ngày {trial.day:%d/%m/%Y}, kênh {trial.channel}"
    for wrong, remedy in (
        (not text, "viết lời văn"),
        ("None" in text or "{" in text, "sửa chỗ in ra giá trị trống"),
        (len(text) > MAX_CHARACTERS, f"rút xuống dưới {MAX_CHARACTERS} ký tự"),
        (len(buttons) > MAX_BUTTONS, f"để nhiều nhất {MAX_BUTTONS} nút"),
        (any(len(button.title) > MAX_TITLE for button in buttons), f"chữ trên nút dưới {MAX_TITLE} ký tự"),
        (
            any(len(button.payload.encode()) > MAX_PAYLOAD_BYTES for button in buttons),
            f"giá trị sau nút dưới {MAX_PAYLOAD_BYTES} byte",
        ),
        (len({button.title for button in buttons}) < len(buttons), "đổi chữ trên nút bị trùng"),
        (longest_sentence(text) > MAX_WORDS_IN_SENTENCE, f"cắt câu dài quá {MAX_WORDS_IN_SENTENCE} chữ"),
    ):
        if wrong:
            yield trial.source.fail(f"lời văn chưa đạt ({where})", line=None, remedy=remedy)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text without those that name sources."""
    parts = _SENTENCE_END.split(text)
    return [part for part in parts if part.strip() and "Luật " not in part and "Nghị định" not in part]


def longest_sentence(text: str) -> int:
    """The number of words of the longest sentence; lines that name sources do not count."""
    return max((len(sentence.split()) for sentence in sentences_of(text)), default=0)


def typed_figures(source: Source, renderer: Renderer) -> Iterator[DataError]:
    """Legal figures belong to bot/law: none is typed into a text, as digits or as words."""
    remedy = 'lấy con số từ luật: {{ parameter("…") }} hoặc {{ estimate("…") }}'
    plain = _JINJA.sub(_blank, source.padded_body)
    for number, line in enumerate(_NAMES_WITH_DIGITS.sub("", plain).splitlines(), 1):
        if found := re.search(r"\d[\d.,]*", line) or _FIGURE_IN_WORDS.search(line):
            yield source.fail(
                f"con số «{found.group()}» viết thẳng trong lời văn", line=number, remedy=remedy
            )
    for constant in renderer.parse(source).find_all(nodes.Const):
        if _is_figure(constant.value):
            yield source.fail(
                f"con số «{constant.value}» trong mã lời văn", line=constant.lineno, remedy=remedy
            )


def _is_figure(value: object) -> bool:
    if isinstance(value, str):
        return bool(_FIGURE_IN_STRING.search(value) or _FIGURE_IN_WORDS.search(value))
    return isinstance(value, int | float) and value not in _HARMLESS_NUMBERS


def _blank(match: re.Match[str]) -> str:
    """Jinja's own code out of the way, its line breaks kept so that lines stay countable."""
    return "\n" * match.group().count("\n")
