"""The pulse of a channel's account: when it last heard and spoke, and what is wrong with it."""

from sqlalchemy import Column, String, Table

from bot.storage.models.base import Moment, metadata

channel_pulse = Table(
    "channel_pulse",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("account_id", String(255), primary_key=True),
    Column("last_event_at", Moment),
    Column("last_sent_at", Moment),
    # What an operator has to see to, in words; NULL while all is well.
    Column("alarm", String(255)),
    Column("alarm_at", Moment),
)
