"""Every button leads to an intent that there is, with entities that there are."""

from collections.abc import Iterator

from jinja2 import nodes

from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.dialogue.domain import Domain
from bot.rendering.sources import Source


class ButtonsCheck:
    """Looks at the buttons as they are written: a name that is computed is tried out with the message."""

    name = "buttons"

    def run(self, project: Project) -> Iterator[Problem]:
        for source in project.renderer.sources.values():
            for call in project.renderer.parse(source).find_all(nodes.Call):
                if isinstance(call.node, nodes.Name) and call.node.name == "button":
                    yield from _unknown(call, source, project.domain)


def _unknown(call: nodes.Call, source: Source, domain: Domain) -> Iterator[Problem]:
    intent = call.args[1] if len(call.args) > 1 else None
    if isinstance(intent, nodes.Const) and not domain.knows_intent(str(intent.value)):
        message = f"Nút dẫn tới ý định «{intent.value}» không có."
        yield Problem(source.file, call.lineno, message, "Sửa tên ý định.")
    for keyword in call.kwargs:
        if keyword.key not in domain.entities:
            message = f"Nút mang thực thể «{keyword.key}» không có."
            yield Problem(source.file, call.lineno, message, "Sửa tên thực thể, hoặc khai báo nó.")
