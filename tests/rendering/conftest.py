"""The project's own messages with the project's own law, and small folders of messages made for one test."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.law import Law
from bot.rendering import Renderer
from bot.types import OutboundMessage

MESSAGES = Path(__file__).parents[2] / "messages"
TODAY = date(2026, 11, 23)
HEAD = "---\nowner: Truyền thông\nreviewed: 2026-11-23\nreview_by: 2027-11-23\n"
# What a renderer cannot do without.
NEEDED = {
    "registration/ask_consent.j2": f"{HEAD}version: 2026-11-23\n---\nAnh/chị có đồng ý không?",
    "shared/figure_missing.j2": "{{ reason }}",
    "titles.yml": "greet: Chào",
}


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.load()


@pytest.fixture(scope="session")
def renderer(law) -> Renderer:
    return Renderer(MESSAGES, law=law)


@pytest.fixture(scope="session")
def province() -> dict[str, Any]:
    """A province's facts with every optional one filled in."""
    return {
        "name": "tỉnh Bắc Ninh",
        "office": "Bảo hiểm xã hội tỉnh Bắc Ninh",
        "address": "phường Kinh Bắc",
        "hours": "giờ hành chính",
        "website": "https://example.gov.vn",
        "hotline": "1900 9068",
        "consent_retention": "đến khi hoàn tất thủ tục tham gia",
        "local_support_rate": Decimal("0.1"),
        "emergency": [{"name": "cấp cứu", "number": "115"}],
    }


@pytest.fixture
def say(renderer, province) -> Callable[..., OutboundMessage]:
    """``say(name, today=…, channel=…, slots=…, arguments=…)`` with the project's messages."""

    def say(
        name: str,
        *,
        today: date = TODAY,
        channel: str = "web",
        slots: Mapping[str, Any] | None = None,
        arguments: Mapping[str, Any] | None = None,
    ) -> OutboundMessage:
        given = renderer.sample_arguments(name, today=today) | dict(arguments or {})
        return renderer.render(
            name, channel=channel, today=today, slots=slots or {}, arguments=given, province=province
        )

    return say


@pytest.fixture
def folder(tmp_path) -> Callable[[Mapping[str, str]], Path]:
    """A folder of messages with what is needed and these files; an empty text leaves a needed file out."""

    def write(files: Mapping[str, str]) -> Path:
        for path, text in (NEEDED | dict(files)).items():
            if text:
                file = tmp_path / path
                file.parent.mkdir(exist_ok=True)
                file.write_text(text, encoding="utf-8")
        return tmp_path

    return write
