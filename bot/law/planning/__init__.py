"""A person's whole picture: what to pay, when the pension comes, what it is worth, and other ways side by side."""

from bot.law.planning.plan import PLAN

__all__ = ["PLAN"]
