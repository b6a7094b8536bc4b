"""Every rule and every form can come into play."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.dialogue.consistency import alike, meet
from bot.dialogue.domain import Domain
from bot.dialogue.rule_reading import Branch
from bot.dialogue.situations import LOOP, Situation
from bot.dialogue.slots import SlotType


class ReachabilityCheck:
    """Rules said twice, rules that more specific ones leave no room for, and what nothing sets off."""

    name = "reachability"

    def run(self, project: Project) -> Iterator[Problem]:
        for branches in alike(project.rules):
            yield from self._said_twice(branches)
            yield from self._shadowed(branches, project.domain)
            if branches[0].intent is None:
                yield from self._never_set_off(branches, project)
        yield from self._idle_forms(project)

    def _said_twice(self, branches: Sequence[Branch]) -> Iterator[Problem]:
        for first, second in combinations(branches, 2):
            if _asks(first) == _asks(second) and first.steps == second.steps and first.rule != second.rule:
                message = f"Quy tắc «{second.rule}» nói lại quy tắc «{first.rule}»."
                yield Problem.at(second.place, message, remedy="Bỏ một trong hai.")

    def _shadowed(self, branches: Sequence[Branch], domain: Domain) -> Iterator[Problem]:
        """Rules for every value of a form or slot leave none for a rule that does not ask for it."""
        for branch in branches:
            for key, values in _choices(domain):
                if key not in dict(branch.before.wanted) and all(
                    any(_prevails(other, branch, key, value) for other in branches) for value in values
                ):
                    message = (
                        f"Quy tắc «{branch.rule}» không bao giờ được chọn: các quy tắc theo {key} chiếm hết."
                    )
                    yield Problem.at(
                        branch.place,
                        message,
                        remedy="Bỏ quy tắc này, hoặc bớt điều kiện của các quy tắc kia.",
                    )

    def _never_set_off(self, branches: Sequence[Branch], project: Project) -> Iterator[Problem]:
        """A rule that begins with an action needs someone to run that action without waiting after it."""
        action = branches[0].steps[0].action
        followed = {
            branch.steps[-1].action for branch in project.rules.branches if not branch.waits
        } | project.domain.forms.keys()
        if action not in followed and action not in project.names_in_code:
            for branch in branches:
                message = f"Quy tắc «{branch.rule}» bắt đầu bằng «{action}» mà không ai gọi."
                yield Problem.at(
                    branch.place,
                    message,
                    remedy="Viết wait_for_user_input: false ở quy tắc trước, hoặc bỏ quy tắc.",
                )

    def _idle_forms(self, project: Project) -> Iterator[Problem]:
        run = {
            step.action
            for branch in project.rules.branches
            for step in branch.steps[0 if branch.intent else 1 :]
        }
        for form in project.domain.forms.values():
            if form.name not in run and form.name not in project.names_in_code:
                message = f"Biểu mẫu «{form.name}» không bao giờ được mở."
                yield Problem.at(form.place, message, remedy="Thêm quy tắc mở biểu mẫu, hoặc bỏ biểu mẫu.")


def _asks(branch: Branch) -> tuple[object, ...]:
    """All that decides when a branch is chosen."""
    return branch.intent, branch.entities, frozenset(branch.before.wanted), branch.conversation_start


def _choices(domain: Domain) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The forms and slots that can only be one of a few things."""
    yield LOOP, (None, *domain.forms)
    for slot in domain.slots.values():
        if slot.type is SlotType.BOOL:
            yield slot.name, (None, True, False)
        elif slot.type is SlotType.CATEGORICAL:
            yield slot.name, (None, *slot.values)


def _prevails(other: Branch, branch: Branch, key: str, value: object) -> bool:
    """Whether the other rule is chosen in every state of the branch in which the key has this value."""
    state = branch.before.joined(Situation(((key, value),)))
    return (
        other is not branch
        and meet(other, branch)
        and other.intent in (branch.intent, None)
        and other.specificity(0) > branch.specificity(0)
        and other.entities <= branch.entities
        and other.conversation_start <= branch.conversation_start
        and other.before.includes(state)
    )
