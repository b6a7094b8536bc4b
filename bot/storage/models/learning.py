"""Learning: questions read with doubt, the sentences that came of them, and the models that learned from them."""

from sqlalchemy import Column, Index, LargeBinary, String, Table

from bot.storage.models.base import Moment, encrypted, identity, metadata, reference

doubtful_question = Table(
    "doubtful_question",
    metadata,
    identity(),
    reference("conversation_id", "conversation.id", ondelete="CASCADE", nullable=False, index=True),
    # "open" until an editor gives it an intent ("assigned") or not ("discarded").
    Column("state", String(16), nullable=False),
    # Why it is here: the decision of the reading, or "denied" by the person.
    Column("reason", String(16), nullable=False),
    # What was asked, personal data blotted out.
    encrypted("text", nullable=False),
    # The likeliest intents with their probabilities as JSON.
    Column("ranking", String(1023), nullable=False),
    # The intent of the button that the person pressed next.
    Column("chosen", String(64)),
    Column("asked_at", Moment, nullable=False, index=True),
    Column("decided_at", Moment),
    reference("staff_id", "staff.id", ondelete="SET NULL", nullable=True),
)

_OPEN = doubtful_question.c.state == "open"
Index("ix_doubtful_question_open", doubtful_question.c.id, postgresql_where=_OPEN, sqlite_where=_OPEN)

learned_sentence = Table(
    "learned_sentence",
    metadata,
    identity(),
    Column("intent", String(64), nullable=False),
    encrypted("text", nullable=False),
    reference("staff_id", "staff.id", ondelete="SET NULL", nullable=True),
    Column("at", Moment, nullable=False),
    # When it was last written into `intents/`; it goes on being learned from here until it stands there.
    Column("exported_at", Moment),
)

trained_model = Table(
    "trained_model",
    metadata,
    identity(),
    # What it was made from: the sentences, and the part of the program that reads texts.
    Column("digest", String(64), nullable=False),
    Column("program", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
)
