"""Runs the Rasa 3 YAML of `intents/`: domain, rules and forms choose the actions of a turn."""

from bot.dialogue.domain import Domain
from bot.dialogue.engine import DialogueEngine
from bot.dialogue.rules import Rules
from bot.dialogue.tracker import Tracker
from bot.dialogue.turn import Turn, Utterance

__all__ = ["DialogueEngine", "Domain", "Rules", "Tracker", "Turn", "Utterance"]
