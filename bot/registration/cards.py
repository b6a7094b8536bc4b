"""Estimate cards: made when a person asks for one, opened by an officer only with the code that the person has."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.errors import AnTamError
from bot.registration.applicant import storable
from bot.registration.casework import Casework
from bot.storage import EstimateCardRepository, Session, StoredCard

LIFETIME = timedelta(days=90)
# Neither letters that look like digits nor digits that look like letters.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH = 10
_NOT_OF_CODE = re.compile(r"[^A-Z0-9]")


class CardMissingError(AnTamError):
    """There is no card of this code, or its time is over: both look the same from outside."""

    def __init__(self) -> None:
        super().__init__("Không có thẻ ước tính mang mã này", remedy="nhờ người dân đọc lại mã trên thẻ")


class EstimateMissingError(AnTamError):
    """There is no estimate to make a card of."""

    def __init__(self) -> None:
        super().__init__("Không còn ước tính nào để làm thẻ", remedy="hỏi lại mức đóng trong trò chuyện")


class Cards:
    """Cards within one transaction; the caller commits."""

    def __init__(self, session: Session, *, now: datetime) -> None:
        self._cards = EstimateCardRepository(session)
        self._now = now

    async def make(self, conversation_id: int, estimate: Mapping[str, Any]) -> StoredCard:
        """A card of an estimate in its JSON form; what tells a sensitive group is left out."""
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        card = StoredCard(code, storable(estimate), self._now, self._now + LIFETIME)
        await self._cards.add(
            conversation_id=conversation_id,
            code=code,
            estimate=card.estimate,
            at=card.created_at,
            expires_at=card.expires_at,
        )
        return card

    async def of_estimate(self, conversation_id: int, estimate: Mapping[str, Any]) -> StoredCard:
        """The card of an estimate; who has one of just this estimate already keeps its code."""
        newest = await self._cards.newest(conversation_id, now=self._now)
        if newest and newest.estimate == storable(estimate):
            return newest
        return await self.make(conversation_id, estimate)

    async def find(self, code: str) -> StoredCard:
        """The card of a code, typed with blanks or hyphens or without.

        :raises CardMissingError: when there is none.
        """
        card = await self._cards.by_code(_NOT_OF_CODE.sub("", code.upper()), now=self._now)
        if card is None:
            raise CardMissingError
        return card

    async def open(self, casework: Casework, code: str) -> StoredCard:
        """The card of a code that a person told an officer; the look is in the audit.

        :raises CardMissingError: when there is none.
        """
        card = await self.find(code)
        await casework.audit("card_opened")
        return card


def spoken_code(code: str) -> str:
    """The code in two groups, as it is read aloud: ABCDE-FGHJK."""
    half = _LENGTH // 2
    return f"{code[:half]}-{code[half:]}"
