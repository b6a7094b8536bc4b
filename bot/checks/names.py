"""Every name that is used exists: intents, entities, slots, forms, actions, messages."""

import re
from collections.abc import Iterator

from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.dialogue.consistency import unknown_names
from bot.dialogue.forms import question_names
from bot.dialogue.source import read_yaml

_MESSAGE = re.compile(r"utter_\w*[a-z0-9]")
# Under this key Rasa keeps in a bot event which message was said.
_RASAS_KEY = "utter_action"


class NamesCheck:
    """The names in the YAML, the messages that code names, and actions that no domain declares."""

    name = "names"

    def run(self, project: Project) -> Iterator[Problem]:
        responses = project.renderer.responses
        for error in unknown_names(
            project.domain, project.rules, actions=project.actions, responses=responses
        ):
            yield Problem.from_error(error)
        for name, place in project.names_in_code.items():
            if _MESSAGE.fullmatch(name) and name not in responses and name != _RASAS_KEY:
                yield Problem.at(
                    place, f"Không có lời văn «{name}».", remedy="Viết lời văn này hoặc sửa tên."
                )
        yield from self._undeclared_actions(project)
        yield from self._undeclared_questions(project)
        yield from self._titles(project)

    def _undeclared_actions(self, project: Project) -> Iterator[Problem]:
        """Rasa calls only actions that its domain declares."""
        for action in sorted(project.actions - project.domain.actions):
            place = project.names_in_code.get(action)
            file, line = (place.file, place.line) if place else (project.intents_dir, None)
            yield Problem(
                file,
                line,
                f"Hành động «{action}» chưa được khai báo.",
                "Thêm tên vào actions của _domain.yml.",
            )

    def _undeclared_questions(self, project: Project) -> Iterator[Problem]:
        """Rasa's forms ask only what its domain declares; any other question is left out without a word."""
        for form in project.domain.forms.values():
            for slot in form.required_slots:
                names = question_names(form.name, slot)
                if not project.domain.actions & set(names):
                    yield Problem.at(
                        form.place,
                        f"Câu hỏi cho slot «{slot}» của biểu mẫu «{form.name}» chưa được khai báo.",
                        remedy=f"Thêm {names[-1]} (hoặc hành động hỏi) vào actions của _domain.yml.",
                    )

    def _titles(self, project: Project) -> Iterator[Problem]:
        """A choice that is offered leads to an intent."""
        titles = read_yaml(project.messages_dir / "titles.yml")
        for intent, item in titles.entries().items() if titles else ():
            if not project.domain.knows_intent(intent):
                yield Problem.at(
                    item.place, f"Không có ý định «{intent}».", remedy="Sửa tên cho đúng, hoặc bỏ dòng này."
                )
