"""Logs and metrics: how they look and what is counted. No personal datum ever goes into either."""

import logging
import sys
from typing import Literal

import structlog
from prometheus_client import Counter, Gauge, Histogram

TURNS = Counter("antam_turns", "Turns by channel and how they ended.", ["channel", "outcome"])
TURN_SECONDS = Histogram(
    "antam_turn_seconds",
    "Seconds from a message's arrival to its committed replies.",
    ["channel"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)
ACCEPTED = Counter("antam_events", "Events accepted by channel; repeated ones do not count.", ["channel"])
DELIVERIES = Counter(
    "antam_deliveries", "Attempts to send by channel and what became of them.", ["channel", "fate"]
)
WAITING = Gauge("antam_waiting", "Events or messages that wait.", ["channel", "box"])
OLDEST_SECONDS = Gauge("antam_oldest_seconds", "How long the oldest of them has waited.", ["channel", "box"])
CHANNEL_ALARM = Gauge("antam_channel_alarm", "1 while something is wrong with a channel.", ["channel"])
# Each step of theirs is no news to an operator; their warnings are.
_QUIET = ("aiosqlite", "alembic", "uvicorn", "httpx", "httpcore")
# Its records hold the addresses that it calls, with the bot's token, and what it could not read; we report ourselves.
_SILENT = ("telegram",)

DECISIONS = Counter("antam_decisions", "What was decided on a text.", ["decision"])
ADVICE = Counter("antam_advice", "What came of asking the language model.", ["outcome"])


def configure_logs(*, level: str, format: Literal["console", "json"]) -> None:  # noqa: A002 # the setting's own word
    """Send structlog and the standard library's records to standard error in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    # No local variables as richer tracebacks print them: they hold what people said.
    final: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if format == "json"
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    final.insert(0, structlog.stdlib.ProcessorFormatter.remove_processors_meta)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=final, foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
