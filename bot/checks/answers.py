"""Every intent is answered, whatever state the talk is in, and by what the catalogue says."""

from collections.abc import Iterator

from bot.checks.catalogue_file import Entry
from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.dialogue.engine import FALLBACK
from bot.dialogue.rule_reading import Branch
from bot.dialogue.rules import Rules

# The action that says the message named after the intent.
ANSWER = "action_answer"


def plain_branches(rules: Rules, intent: str) -> list[Branch]:
    """The rules that an intent sets off in every state, whatever else the message holds."""
    return [
        branch
        for branch in rules.branches
        if branch.intent == intent
        and not branch.entities
        and not branch.before.wanted
        and not branch.conversation_start
    ]


class AnswersCheck:
    """A rule without conditions for every intent; the catalogue's answer in it, and there to be said."""

    name = "answers"

    def run(self, project: Project) -> Iterator[Problem]:
        if FALLBACK not in project.domain.intents:
            yield Problem(
                project.intents_dir,
                None,
                f"Không có ý định {FALLBACK}.",
                "Khai báo nó và viết quy tắc cho nó.",
            )
        for intent in sorted(project.domain.intents):
            branches = plain_branches(project.rules, intent)
            if not branches:
                yield Problem.at(
                    project.domain.places["intents", intent],
                    f"Ý định «{intent}» không có quy tắc nào đúng trong mọi lúc.",
                    remedy="Thêm một quy tắc không điều kiện, không thực thể.",
                )
            for branch in branches:
                yield from self._message(branch, intent, project)
                if intent in project.catalogue:
                    yield from self._agrees(branch, project.catalogue[intent])
        for entry in project.catalogue.values():
            yield from self._exists(entry, project)

    def _message(self, branch: Branch, intent: str, project: Project) -> Iterator[Problem]:
        """`action_answer` says a message that there must be."""
        message = f"utter_{intent}"
        if ANSWER in _actions(branch) and message not in project.renderer.responses:
            yield Problem.at(
                branch.place,
                f"«{intent}» được trả lời bằng {ANSWER} mà không có lời văn {message}.",
                remedy="Viết lời văn.",
            )

    def _agrees(self, branch: Branch, entry: Entry) -> Iterator[Problem]:
        actions = _actions(branch)
        said_by_name = ANSWER in actions and entry.answer == f"utter_{entry.intent}"
        if entry.answer not in actions and not said_by_name:
            message = f"Danh mục trả lời «{entry.intent}» bằng {entry.answer}, quy tắc thì không."
            yield Problem.at(branch.place, message, remedy="Sửa quy tắc hoặc danh mục cho khớp.")

    def _exists(self, entry: Entry, project: Project) -> Iterator[Problem]:
        responses = project.renderer.responses
        if entry.answer in responses:
            topic = project.renderer.source(entry.answer).file.parent.name
            if topic != entry.topic:
                message = (
                    f"Lời văn {entry.answer} nằm ở {topic}, ý định «{entry.intent}» thuộc {entry.topic}."
                )
                yield Problem.at(entry.place, message, remedy="Chuyển lời văn, hoặc sửa danh mục.")
        elif entry.answer not in project.actions:
            yield Problem.at(
                entry.place,
                f"Không có câu trả lời «{entry.answer}».",
                remedy="Viết lời văn hoặc hành động này.",
            )


def _actions(branch: Branch) -> set[str]:
    return {step.action for step in branch.steps}
