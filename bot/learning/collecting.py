"""What was read with doubt is kept: not understood, offered as a choice, or answered and denied by the person."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.storage import DoubtfulQuestionRepository, DoubtReason, Session
from bot.types import Decision, Entity, ParseResult
from bot.understanding import masked, normalise

_RANKED = 3
# Fewer letters say nothing that could be taught.
_LEAST_LETTERS = 4
_MOST_DENYING = 10  # words; a longer message says something of its own
# "That is not what I asked", on the unmarked text.
_DENIAL = re.compile(
    r"\b(?:khong phai(?! khong)|sai roi|khong dung|nham roi|lac de|hoi mot dang|tra loi (?:sai|nham|linh tinh)"
    r"|hoi (?:cai |chuyen |viec )?khac|y (?:toi|em|minh|bac|chau|chi|anh) la|khong hoi)\b"
)


class Doubts:
    """Keeps doubtful questions within the turn that they are asked in."""

    def __init__(self, session: Session, *, at: datetime) -> None:
        self._questions = DoubtfulQuestionRepository(session)
        self._at = at

    async def note(
        self,
        parse: ParseResult,
        *,
        conversation_id: int,
        before: Mapping[str, Any] | None,
    ) -> None:
        """Keep what was read with doubt, or a sign of how an earlier reading was wrong.

        Nothing is kept while a form asks: what is typed then are names, numbers and days.

        :param before: the conversation's snapshot before this turn.
        """
        earlier = before or {}
        if (earlier.get("active_loop") or {}).get("name"):
            return
        last = _last_said(earlier)
        if parse.text.startswith("/"):
            if _decision(last) == Decision.CHOOSE:
                await self._questions.note_choice(conversation_id, intent=parse.intent.name)
        elif parse.decision is not Decision.ANSWER:
            reason: DoubtReason = "choose" if parse.decision is Decision.CHOOSE else "hand_over"
            ranking = {score.name: score.confidence for score in parse.intent_ranking[:_RANKED]}
            await self._add(conversation_id, reason, parse.text, parse.entities, ranking)
        elif last and self._is_denied(last, earlier, by=parse.text):
            data = last["parse_data"]
            ranking = {score["name"]: score["confidence"] for score in data["intent_ranking"][:_RANKED]}
            entities = [Entity(**entity) for entity in data["entities"]]
            await self._add(conversation_id, "denied", last["text"], entities, ranking)

    def _is_denied(self, last: Mapping[str, Any], earlier: Mapping[str, Any], *, by: str) -> bool:
        """Whether a text says that the last answer was to another question; no to a question of ours is none."""
        offered = (earlier.get("slots") or {}).get("offer")
        return _decision(last) == Decision.ANSWER and not offered and _denies(by)

    async def _add(
        self,
        conversation_id: int,
        reason: DoubtReason,
        text: str,
        entities: Sequence[Entity],
        ranking: Mapping[str, float],
    ) -> None:
        if sum(letter.isalpha() for letter in text) >= _LEAST_LETTERS:
            await self._questions.add(
                conversation_id, reason=reason, text=masked(text, entities), ranking=ranking, at=self._at
            )


def _denies(text: str) -> bool:
    normalised = normalise(text)
    return len(normalised.tokens) <= _MOST_DENYING and bool(_DENIAL.search(normalised.plain))


def _last_said(snapshot: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The person's last message, if it was typed and read."""
    said = [event for event in snapshot.get("events", ()) if event["event"] == "user"]
    typed = said and not said[-1]["text"].startswith("/") and "parse_data" in said[-1]
    return said[-1] if typed else None


def _decision(said: Mapping[str, Any] | None) -> str | None:
    decision: str | None = said["parse_data"].get("metadata", {}).get("decision") if said else None
    return decision
