"""Every message can be said on every channel, today and after the coming changes of the law, and types no figure."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.law import Law
from bot.rendering import FigureUnavailableError, check_messages

# Further ahead most figures are not published, and the bot says so.
_AHEAD = timedelta(days=400)


class MessagesCheck:
    """Tries the messages out with their sample arguments."""

    name = "messages"

    def __init__(self, *, only: Collection[str] | None = None) -> None:
        """:param only: the messages to try out; all of them when it is left out."""
        self._only = only

    def run(self, project: Project) -> Iterator[Problem]:
        for day in [project.today, *_changes(project.law, after=project.today)]:
            try:
                problems = check_messages(
                    project.renderer, days=[day], province=project.province, only=self._only
                )
            except FigureUnavailableError as error:
                yield Problem(
                    project.messages_dir, None, f"Ngày {day:%d/%m/%Y}: {error.reason}", error.remedy
                )
            else:
                yield from map(Problem.from_error, problems)


def _changes(law: Law, *, after: date) -> list[date]:
    """The days soon to come on which a figure is already known to change."""
    days = {value.valid_from for parameter in law.parameters.values() for value in parameter}
    return sorted(day for day in days if after < day <= after + _AHEAD)
