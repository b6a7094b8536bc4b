"""Reads `_rules.yml`: every rule becomes branches of one trigger and the steps that follow.

A rule begins with what a person says (`intent`, or several in an `or`) or with an action that has just
run; then come actions, each with what must hold after it (`active_loop`, `slot_was_set`). Only this
shape is supported; anything else of Rasa's training data is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.dialogue.domain import Domain
from bot.dialogue.situations import LOOP, SET, Situation, TalkState
from bot.dialogue.slots import REQUESTED_SLOT, Slot, SlotType
from bot.dialogue.source import Item, Place, read_topic_files


@dataclass(frozen=True, slots=True)
class Step:
    """An action and what must hold after it for the rule to go on."""

    action: str
    after: Situation
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """One way through a rule; without an intent, its first step is the action that has just run."""

    rule: str
    place: Place
    before: Situation
    steps: tuple[Step, ...]
    intent: str | None = None
    entities: frozenset[str] = frozenset()
    conversation_start: bool = False
    waits: bool = True

    def specificity(self, position: int) -> tuple[int, int]:
        """How much the branch asks for to begin, and then, how much before the step at a position."""
        trigger = (
            len(self.before) + len(self.entities) + self.conversation_start + ("/" in (self.intent or ""))
        )
        return trigger, sum(len(step.after) for step in self.steps[:position])

    def wanted(self, position: int) -> str:
        """What the branch does at a position: an action, or at its end to wait or to go on."""
        if position < len(self.steps):
            return self.steps[position].action
        return "wait" if self.waits else "go on"

    def overrules(self, form: str | None) -> bool:
        """A rule about the active form that names an entity of the message goes before the form's own answer."""
        return form is not None and bool(self.entities) and self.before.get(LOOP) == form

    def begins_in(self, state: TalkState) -> bool:
        return self.before.holds(state)

    def continues(self, state: TalkState, ended_form: str | None) -> bool:
        """Whether the first step has just run: its form was active while it ran and is not any more."""
        before = Situation(tuple(pair for pair in self.before.wanted if pair != (LOOP, ended_form)))
        return before.holds(state) and self.steps[0].after.holds(state)

    def goes_on(self, position: int, action: str, state: TalkState) -> bool:
        """Whether the step at a position is the action that has just run and the branch still fits."""
        if position >= len(self.steps):
            return False
        step = self.steps[position]
        return step.action == action and step.after.holds(state)


def read_rules(directory: Path, *, domain: Domain) -> Iterator[Branch]:
    """The branches of all topics' rules, in the order of the files.

    :raises DialogueDataError: when a file is broken or asks for what is not supported.
    """
    names: dict[str, Place] = {}
    for fields in read_topic_files(directory, "_rules.yml", "rules"):
        for item in fields["rules"].items() if "rules" in fields else ():
            rule = _RuleReader(item, domain)
            if rule.name in names:
                item.fail(
                    f"Tên quy tắc «{rule.name}» được dùng hai lần.", remedy="Đặt cho mỗi quy tắc một tên."
                )
            names[rule.name] = item.place
            yield from rule.branches()


class _RuleReader:
    """One rule of a file."""

    _KEYS = ("rule", "condition", "steps", "conversation_start", "wait_for_user_input")

    def __init__(self, item: Item, domain: Domain) -> None:
        self._item = item
        self._domain = domain
        self._fields = item.fields(*self._KEYS, what="Quy tắc")
        self.name = item.field("rule", self._fields).text()

    def branches(self) -> Iterator[Branch]:
        steps = self._item.field("steps", self._fields).items()
        if not steps:
            self._item.fail("Quy tắc không có bước nào.", remedy="Thêm ý định và hành động.")
        condition = self._fields.get("condition")
        before = [
            wanted for item in (condition.items() if condition else ()) for wanted in self._wanted(item)
        ]
        triggers = self._triggers(steps[0])
        if triggers:
            del steps[0]
            while steps and not steps[0].entries().keys() & {"action", "intent", "or"}:
                before += self._wanted(steps.pop(0))
        sequence = tuple(self._steps(steps))
        if not sequence:
            self._item.fail("Quy tắc không có hành động nào.", remedy="Thêm «- action: …».")
        for intent, entities in triggers or [(None, frozenset[str]())]:
            yield Branch(
                rule=self.name,
                place=self._item.place,
                before=self._situation(before),
                steps=sequence,
                intent=intent,
                entities=entities,
                conversation_start=self._flag("conversation_start", default=False),
                waits=self._flag("wait_for_user_input", default=True),
            )

    def _flag(self, name: str, *, default: bool) -> bool:
        return self._fields[name].flag() if name in self._fields else default

    def _triggers(self, item: Item) -> list[tuple[str | None, frozenset[str]]]:
        """The intents that set the rule off; none when it begins with an action."""
        if "or" in item.entries():
            return [self._intent(member) for member in item.fields("or", what="Bước «or»")["or"].items()]
        return [self._intent(item)] if "intent" in item.entries() else []

    def _intent(self, item: Item) -> tuple[str | None, frozenset[str]]:
        fields = item.fields("intent", "entities", what="Bước ý định")
        entities = fields["entities"].names() if "entities" in fields else ()
        return item.field("intent", fields).text(), frozenset(entities)

    def _steps(self, items: list[Item]) -> Iterator[Step]:
        while items:
            item = items.pop(0)
            fields = item.fields("action", "active_loop", "slot_was_set", what="Bước của quy tắc")
            if "action" not in fields:
                item.fail("Bước này phải là một hành động.", remedy="Bắt đầu bằng «- action: …».")
            after: list[tuple[str, Any]] = []
            while items and "action" not in items[0].entries():
                after += self._wanted(items.pop(0))
            if items and dict(after).get(LOOP) is not None:
                items[0].fail(
                    "Biểu mẫu đang chờ người dùng, không thể có bước sau nó.",
                    remedy="Viết một quy tắc riêng với condition active_loop và active_loop: null sau biểu mẫu.",
                )
            yield Step(fields["action"].text(), self._situation(after), item.place)

    def _wanted(self, item: Item) -> list[tuple[str, Any]]:
        """An `active_loop` or `slot_was_set` entry."""
        fields = item.fields("active_loop", "slot_was_set", what="Bước của quy tắc hoặc điều kiện")
        wanted: list[tuple[str, Any]] = []
        if "active_loop" in fields:
            wanted.append((LOOP, fields["active_loop"].text_or_nothing()))
        for member in fields["slot_was_set"].items() if "slot_was_set" in fields else ():
            pairs = {member.text(): None} if member.is_text else member.entries()
            wanted += [(name, self._value(name, entry, place=member)) for name, entry in pairs.items()]
        return wanted

    def _value(self, name: str, item: Item | None, *, place: Item) -> Any:
        """A wanted value, or that the slot is set; Rasa looks only at slots that influence the talk."""
        value: Any = item.plain() if item else SET
        slot = self._domain.slots.get(name)
        if slot is None or (name == REQUESTED_SLOT and value is None):
            return value
        if not slot.influence_conversation or name == REQUESTED_SLOT:
            place.fail(
                f"Slot «{name}» không được dùng trong quy tắc.",
                remedy="Khai báo slot là bool hoặc categorical, không tắt influence_conversation.",
            )
        if not _may_be(slot, value):
            place.fail(f"Slot «{name}» không thể có giá trị {value!r}.", remedy=_possible(slot))
        return value

    def _situation(self, wanted: list[tuple[str, Any]]) -> Situation:
        situation = Situation(tuple(dict(wanted).items()))
        if any(Situation((pair,)).excludes(situation) for pair in wanted):
            self._item.fail(
                "Các điều kiện của quy tắc trái nhau.", remedy="Giữ lại một giá trị cho mỗi slot."
            )
        return situation


def _may_be(slot: Slot, value: Any) -> bool:
    if value is None or value is SET:
        return True
    return isinstance(value, bool) if slot.type is SlotType.BOOL else value in slot.values


def _possible(slot: Slot) -> str:
    values = ("true", "false") if slot.type is SlotType.BOOL else slot.values
    return f"Dùng: {', '.join((*values, 'null'))}." if values else "Chỉ viết tên slot, không viết giá trị."
