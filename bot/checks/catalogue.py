"""Catalogue, domain, rules and sentences tell of the same intents, each in the folder of its topic."""

from collections.abc import Iterator
from itertools import chain

from bot.checks.answers import plain_branches
from bot.checks.catalogue_file import Entry
from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.dialogue.engine import FALLBACK
from bot.dialogue.slots import base_intent
from bot.dialogue.source import Place


class CatalogueCheck:
    """The catalogue decides; what is elsewhere is measured against it."""

    name = "catalogue"

    def run(self, project: Project) -> Iterator[Problem]:
        for intent in sorted(project.domain.intents - project.catalogue.keys() - {FALLBACK}):
            place = project.domain.places["intents", intent]
            yield Problem.at(
                place, f"«{intent}» không có trong danh mục.", remedy="Thêm mục vào catalogue.yml."
            )
        for entry in project.catalogue.values():
            yield from chain(self._declared(entry, project), self._rules(entry, project))
        yield from self._sentences(project)

    def _declared(self, entry: Entry, project: Project) -> Iterator[Problem]:
        place = project.domain.places.get(("intents", entry.intent))
        if place is None:
            remedy = f"Thêm tên vào {entry.topic}/_domain.yml."
            yield Problem.at(entry.place, f"«{entry.intent}» chưa được khai báo.", remedy=remedy)
        else:
            yield from _in_topic(entry, place, what="khai báo")

    def _rules(self, entry: Entry, project: Project) -> Iterator[Problem]:
        for branch in plain_branches(project.rules, entry.intent):
            yield from _in_topic(entry, branch.place, what="quy tắc")

    def _sentences(self, project: Project) -> Iterator[Problem]:
        """Each intent has its file of sentences, and each file holds its intent and the finer kinds of it."""
        taught = {base_intent(sentence.intent) for sentence in project.sentences}
        for entry in project.catalogue.values():
            if entry.intent not in taught:
                remedy = f"Viết {entry.topic}/{entry.intent}.yml."
                yield Problem.at(entry.place, f"«{entry.intent}» không có câu mẫu nào.", remedy=remedy)
        for sentence in {(s.intent, s.place.file): s for s in reversed(project.sentences)}.values():
            intent, place = base_intent(sentence.intent), sentence.place
            if intent in project.catalogue:
                yield from _in_topic(project.catalogue[intent], place, what="câu mẫu")
            else:
                remedy = "Sửa tên, hoặc thêm vào danh mục."
                yield Problem.at(place, f"Câu mẫu của ý định lạ «{intent}».", remedy=remedy)
            if place.file.stem != intent:
                remedy = f"Chuyển câu mẫu sang {intent}.yml."
                yield Problem.at(place, f"Câu mẫu của «{intent}» nằm trong tệp khác tên.", remedy=remedy)


def _in_topic(entry: Entry, place: Place, *, what: str) -> Iterator[Problem]:
    if place.file.parent.name != entry.topic:
        message = f"«{entry.intent}» thuộc chủ đề {entry.topic} mà {what} nằm ở {place.file.parent.name}."
        yield Problem.at(place, message, remedy="Chuyển sang thư mục của chủ đề, hoặc sửa danh mục.")
