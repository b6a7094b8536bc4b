"""The texts in force, swapped as a whole when new ones are published while the program runs."""

from collections.abc import Iterator, Mapping, Sequence, Set

from bot.actions.sub_answers import Declared, SubAnswers
from bot.rendering import Renderer


class Texts:
    """Holds one renderer with the finer answers that it declares; whoever has it sees the newest."""

    def __init__(self, renderer: Renderer, *, intents: Sequence[str]) -> None:
        self._intents = tuple(intents)
        self.use(renderer)
        self.responses: Set[str] = _Responses(self)

    def use(self, renderer: Renderer) -> None:
        """Put other texts in force."""
        self._state = renderer, declared_answers(renderer, intents=self._intents)

    @property
    def renderer(self) -> Renderer:
        return self._state[0]

    @property
    def sub_answers(self) -> SubAnswers:
        return self._state[1]

    @property
    def titles(self) -> Mapping[str, str]:
        """Titles of buttons by intent."""
        return self.renderer.titles

    def wording_version(self, consent: str) -> str:
        """The version of the question for a consent, kept with the answer to it."""
        return self.renderer.wording_version(consent)


class _Responses(Set[str]):
    """The names of the messages in force."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __contains__(self, name: object) -> bool:
        return name in self._texts.renderer.responses

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts.renderer.responses)

    def __len__(self) -> int:
        return len(self._texts.renderer.responses)


def declared_answers(renderer: Renderer, *, intents: Sequence[str]) -> SubAnswers:
    """The finer answers that the messages' front matter declares."""
    heads = {name: renderer.front_matter(name) for name in sorted(renderer.responses)}
    return SubAnswers(
        (
            Declared(name, head.asks, head.also_for, head.everywhere)
            for name, head in heads.items()
            if head.asks
        ),
        intents=intents,
    )
