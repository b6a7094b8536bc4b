"""Whether domain and rules fit together: every name exists, and no two rules want different things at once."""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, groupby

from bot.dialogue.domain import Domain, Form
from bot.dialogue.errors import DialogueDataError
from bot.dialogue.forms import question_names
from bot.dialogue.rule_reading import Branch
from bot.dialogue.rules import Rules
from bot.dialogue.situations import LOOP, Situation
from bot.dialogue.slots import Slot, SlotMapping, SlotType, base_intent
from bot.dialogue.source import Place
from bot.dialogue.stage import BUILT_IN


def unknown_names(
    domain: Domain, rules: Rules, *, actions: Collection[str], responses: Collection[str]
) -> Iterator[DialogueDataError]:
    """Every name that is used but nowhere declared, with its place.

    :param actions: the custom actions that can be run.
    :param responses: the names of all messages.
    """
    names = _Names(domain, frozenset(actions), frozenset(responses))
    for slot in domain.slots.values():
        yield from names.in_slot(slot)
    for form in domain.forms.values():
        yield from names.in_form(form)
    for action in sorted(domain.actions - names.runnable):
        yield names.missing("hành động", action, domain.places["actions", action])
    # The branches of one rule share most of their names; each is reported once.
    yield from {str(error): error for branch in rules.branches for error in names.in_branch(branch)}.values()


class _Names:
    """Knows every name there is."""

    def __init__(self, domain: Domain, actions: frozenset[str], responses: frozenset[str]) -> None:
        self._domain = domain
        self.runnable = actions | responses | BUILT_IN
        self._responses = responses

    def missing(self, what: str, name: str, place: Place) -> DialogueDataError:
        return place.error(f"Không có {what} «{name}».", remedy="Sửa tên cho đúng, hoặc khai báo tên này.")

    def in_slot(self, slot: Slot) -> Iterator[DialogueDataError]:
        for mapping in slot.mappings:
            if mapping.entity is not None and mapping.entity not in self._domain.entities:
                yield self.missing("thực thể", mapping.entity, mapping.place)
            yield from self._intents(mapping.intents | mapping.not_intents, mapping.place)
            yield from self._conditions(mapping)
            if slot.type is SlotType.CATEGORICAL and mapping.value not in (None, *slot.values):
                yield self.missing("giá trị", str(mapping.value), mapping.place)

    def in_form(self, form: Form) -> Iterator[DialogueDataError]:
        yield from self._intents(form.ignored_intents, form.place)
        for slot in form.required_slots:
            questions = question_names(form.name, slot)
            if slot not in self._domain.slots:
                yield self.missing("slot", slot, form.place)
            elif not self.runnable & set(questions):
                yield form.place.error(
                    f"Biểu mẫu «{form.name}» không có câu hỏi cho slot «{slot}».",
                    remedy=f"Viết lời văn {questions[-1]}.",
                )

    def in_branch(self, branch: Branch) -> Iterator[DialogueDataError]:
        yield from self._intents(filter(None, [branch.intent]), branch.place)
        for entity in sorted(branch.entities - self._domain.entities):
            yield self.missing("thực thể", entity, branch.place)
        yield from self._situation(branch.before, branch.place)
        for step in branch.steps:
            if step.action not in self.runnable | self._domain.forms.keys():
                kind = "lời văn" if step.action.startswith("utter_") else "hành động"
                yield self.missing(kind, step.action, step.place)
            yield from self._situation(step.after, step.place)

    def _intents(self, intents: Collection[str] | Iterator[str], place: Place) -> Iterator[DialogueDataError]:
        for intent in sorted(intents):
            if not self._domain.knows_intent(intent):
                yield self.missing("ý định", intent, place)

    def _conditions(self, mapping: SlotMapping) -> Iterator[DialogueDataError]:
        for condition in mapping.conditions:
            if condition.active_loop is not None and condition.active_loop not in self._domain.forms:
                yield self.missing("biểu mẫu", condition.active_loop, condition.place)
            if condition.requested_slot is not None and condition.requested_slot not in self._domain.slots:
                yield self.missing("slot", condition.requested_slot, condition.place)

    def _situation(self, situation: Situation, place: Place) -> Iterator[DialogueDataError]:
        loop = situation.get(LOOP)
        if loop is not None and loop not in self._domain.forms:
            yield self.missing("biểu mẫu", loop, place)
        for slot, _ in situation.slot_values():
            if slot not in self._domain.slots:
                yield self.missing("slot", slot, place)


def contradictions(rules: Rules) -> Iterator[DialogueDataError]:
    """Pairs of equally specific rules that fit at once and want different steps.

    No contradiction where a more specific rule decides whenever both fit.
    """
    reported: set[tuple[str, str]] = set()
    for branches in alike(rules):
        for first, second in combinations(branches, 2):
            pair = (first.rule, second.rule)
            if pair not in reported and _clash(first, second, branches):
                reported.add(pair)
                yield second.place.error(
                    f"Quy tắc «{second.rule}» và quy tắc «{first.rule}» ({first.place.file.parent.name}, dòng "
                    f"{first.place.line}) cùng khớp nhưng làm khác nhau.",
                    remedy="Thêm điều kiện hoặc thực thể cho một quy tắc, hoặc viết quy tắc cho chỗ giao.",
                )


def alike(rules: Rules) -> Iterator[list[Branch]]:
    """The branches with the same trigger: one intent with its finer kinds, or one action."""

    def trigger(branch: Branch) -> tuple[bool, str]:
        return branch.intent is None, base_intent(branch.intent) if branch.intent else branch.steps[0].action

    for _, group in groupby(sorted(rules.branches, key=trigger), key=trigger):
        yield list(group)


def meet(first: Branch, second: Branch) -> bool:
    """Whether one message or action in one state can set off both."""
    kinds = {branch.intent for branch in (first, second) if branch.intent and "/" in branch.intent}
    return len(kinds) < 2 and not first.before.excludes(second.before)


def _clash(first: Branch, second: Branch, branches: Sequence[Branch]) -> bool:
    if not meet(first, second):
        return False
    position = 0
    while first.wanted(position) == second.wanted(position):
        ended = position >= len(first.steps)
        if ended or first.steps[position].after.excludes(second.steps[position].after):
            return False
        position += 1
    if first.specificity(position) != second.specificity(position):
        return False
    return not any(_decides(third, first, second, position) for third in branches)


def _decides(third: Branch, first: Branch, second: Branch, position: int) -> bool:
    """Whether a third branch fits whenever both do, and is more specific."""
    if third.specificity(position) <= first.specificity(position) or len(third.steps) < position:
        return False
    fits = (
        third.intent in (first.intent, second.intent)
        and third.entities <= first.entities | second.entities
        and third.conversation_start <= (first.conversation_start or second.conversation_start)
        and third.before.includes(first.before.joined(second.before))
    )
    return fits and all(
        mine.action == one.action and mine.after.includes(one.after.joined(other.after))
        for mine, one, other in zip(
            third.steps[:position], first.steps[:position], second.steps[:position], strict=True
        )
    )
