"""Every finer answer belongs to an intent, tells its words, and is taken by a golden question at least."""

from collections.abc import Iterator

from bot.actions.sub_answers import intent_of
from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.rendering.sources import Source


class FinerAnswersCheck:
    """Looks at the messages whose front matter has `asks`, and at the golden questions that name an answer."""

    name = "finer answers"

    def run(self, project: Project) -> Iterator[Problem]:
        finer = {
            source.response: source
            for source in project.renderer.sources.values()
            if source.is_message and source.channel is None and source.front_matter.asks
        }
        asked = {f"utter_{question.answer}" for question in project.golden if question.answer}
        for response, source in finer.items():
            yield from self._belongs(source, project)
            if response not in asked and not source.front_matter.everywhere and project.golden:
                yield _problem(source, "không có câu hỏi mẫu nào", "Thêm một câu có answer này vào golden/.")
        for response in sorted(asked - project.renderer.responses):
            message = f"Câu hỏi mẫu đòi câu trả lời «{response}» không có."
            yield Problem(
                project.golden_dir or project.messages_dir, None, message, "Sửa answer, hoặc viết lời văn ấy."
            )

    def _belongs(self, source: Source, project: Project) -> Iterator[Problem]:
        intents = sorted(project.domain.intents, key=len, reverse=True)
        if intent_of(source.response, intents) is None:
            yield _problem(source, "không bắt đầu bằng tên ý định nào", "Đặt tên là <ý định>_<câu nhỏ>.j2.")
        for other in source.front_matter.also_for:
            if other not in project.domain.intents:
                yield _problem(source, f"also_for: không có ý định «{other}»", "Sửa tên ý định.")


def _problem(source: Source, what: str, remedy: str) -> Problem:
    return Problem(source.file, source.line_of("asks"), f"«{source.response}»: {what}.", remedy)
