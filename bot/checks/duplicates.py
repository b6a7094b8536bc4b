"""No sentence teaches two intents."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.checks.sentences import Sentence
from bot.dialogue.slots import base_intent
from bot.understanding.normalise import normalise


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A sentence in one spelling, with and without tone marks."""

    sentence: Sentence
    marked: str
    plain: str

    def reads_as(self, other: "_Spelling") -> bool:
        """Whether one is the other, or is the other typed without its tone marks."""
        return self.marked in (other.marked, self.plain) or other.marked == other.plain


class DuplicatesCheck:
    """Compares sentences as the classifier sees them: one spelling, and as typed without tone marks."""

    name = "duplicates"

    def run(self, project: Project) -> Iterator[Problem]:
        seen: dict[str, list[_Spelling]] = {}
        for sentence in project.sentences:
            spelling = _spelling(sentence)
            if spelling.plain:
                others = seen.setdefault(spelling.plain, [])
                yield from self._clashes(spelling, others)
                others.append(spelling)

    def _clashes(self, spelling: _Spelling, others: list[_Spelling]) -> Iterator[Problem]:
        """One problem for each other intent that the sentence teaches."""
        sentence = spelling.sentence
        clashes = [
            other.sentence
            for other in others
            if base_intent(other.sentence.intent) != base_intent(sentence.intent) and spelling.reads_as(other)
        ]
        for before in {other.intent: other for other in reversed(clashes)}.values():
            where = f"{before.place.file.parent.name}/{before.place.file.name}:{before.place.line}"
            message = f"Câu «{sentence.text}» cũng là câu mẫu của «{before.intent}» ({where})."
            yield Problem.at(sentence.place, message, remedy="Giữ câu ở một ý định.")


def _spelling(sentence: Sentence) -> _Spelling:
    """Punctuation counts only where there is nothing else: most people leave it out."""
    tokens = normalise(sentence.text).tokens
    words = [token for token in tokens if token.kind != "mark"] or tokens
    return _Spelling(sentence, " ".join(word.text for word in words), " ".join(word.plain for word in words))
