"""Every form can be filled, and something follows when it is."""

from collections.abc import Iterator

from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.dialogue.domain import Domain, Form
from bot.dialogue.forms import validation_action
from bot.dialogue.hearing import VALIDATE_SLOTS
from bot.dialogue.slots import MappingType, SlotMapping


class FormsCheck:
    """A form ends when the person can answer each of its questions; then a rule must go on."""

    name = "forms"

    def run(self, project: Project) -> Iterator[Problem]:
        for form in project.domain.forms.values():
            for slot in form.required_slots:
                if slot in project.domain.slots and not _can_be_filled(slot, form, project.domain):
                    message = f"Biểu mẫu «{form.name}» không thể kết thúc: không gì điền được slot «{slot}»."
                    yield Problem.at(
                        form.place, message, remedy="Thêm mapping đúng trong biểu mẫu cho slot này."
                    )
            if not any(b.intent is None and b.steps[0].action == form.name for b in project.rules.branches):
                message = f"Biểu mẫu «{form.name}» kết thúc mà không có gì theo sau."
                yield Problem.at(
                    form.place, message, remedy="Thêm quy tắc bắt đầu bằng biểu mẫu và active_loop: null."
                )


def _can_be_filled(slot: str, form: Form, domain: Domain) -> bool:
    return any(_fills(mapping, slot, form, domain) for mapping in domain.slots[slot].mappings)


def _fills(mapping: SlotMapping, slot: str, form: Form, domain: Domain) -> bool:
    """Whether a mapping can hold while the form asks for the slot."""
    if mapping.type is MappingType.FROM_TRIGGER_INTENT:
        return False
    if mapping.type is MappingType.CUSTOM:
        return bool({VALIDATE_SLOTS, validation_action(form.name)} & domain.actions)
    heard = any(mapping.accepts(intent) for intent in domain.intents - form.ignored_intents)
    return heard and mapping.holds(form=form.name, asked=slot)
