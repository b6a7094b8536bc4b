"""The estimate card with its code as a QR code: a PDF of one A5 page, and a picture for a small phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import segno

from bot.clock import VIETNAM
from bot.law.text import money
from bot.registration.cards import spoken_code
from bot.registration.papers.typesetting import set_pdf, set_png
from bot.storage import StoredCard

_MOST_STEPS = 8
_HEADLINES: Mapping[str, str] = {
    "payable": "Mỗi lần nộp: {} đồng",
    "monthly_pension": "Lương hưu khoảng: {} đồng một tháng",
}


@dataclass(frozen=True, slots=True)
class CardOffice:
    """Whose card it is, and where officers open it.

    :param console_url: the page that opens cards; empty where it cannot be reached from outside.
    """

    name: str
    hotline: str
    console_url: str = ""


def card_pdf(card: StoredCard, *, office: CardOffice) -> bytes:
    """The card to be printed."""
    return set_pdf("card.typ", _values(card, office), files={"code.svg": qr_svg(card.code, office=office)})


def card_png(card: StoredCard, *, office: CardOffice) -> bytes:
    """The card as a square picture to be kept on a phone and shown at a desk."""
    return set_png(
        "card_picture.typ", _values(card, office), files={"code.svg": qr_svg(card.code, office=office)}
    )


def qr_svg(code: str, *, office: CardOffice) -> bytes:
    """The QR code of a card: the officers' page with the code behind a #, which no server's log gets to see."""
    content = f"{office.console_url}#{code}" if office.console_url else code
    picture = BytesIO()
    segno.make(content, error="m", micro=False).save(picture, kind="svg", border=1, scale=4)
    return picture.getvalue()


def headlines(estimate: Mapping[str, Any]) -> list[str]:
    """The amounts that the card is about."""
    amounts = estimate.get("amounts", {})
    return [
        words.format(money(int(amounts[name])))
        for name, words in _HEADLINES.items()
        if amounts.get(name) is not None
    ]


def _values(card: StoredCard, office: CardOffice) -> dict[str, Any]:
    estimate = card.estimate
    return {
        "office": office.name,
        "hotline": office.hotline,
        "code": spoken_code(card.code),
        "headlines": headlines(estimate),
        "steps": _steps(estimate.get("steps", ())),
        "day": f"{date.fromisoformat(estimate['on']):%d/%m/%Y}",
        "references": "; ".join(estimate.get("references", ())),
        "until": f"{card.expires_at.astimezone(VIETNAM):%d/%m/%Y}",
    }


def _steps(steps: Sequence[Mapping[str, Any]]) -> list[str]:
    return [f"{step['description']}: {step['formula']}" for step in steps][:_MOST_STEPS]
