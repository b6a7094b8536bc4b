"""The law as a template sees it: parameters and calculators bound to one day."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from bot.errors import AnTamError
from bot.rendering.errors import FigureUnavailableError

# The methods that a template may call, by what their first argument names.
PARAMETER_FUNCTIONS = ("parameter", "published", "confirmed", "next_change", "last_change", "previous")
ESTIMATE_FUNCTIONS = ("estimate", "estimate_or_none", "refusal")
# The statuses of bot.law that mean that somebody has read the figure in the law or in a newspaper.
_CONFIRMED = frozenset({"official", "press"})


class DatedFigure(Protocol):
    """A value of a parameter, the day it begins to hold, and how it is known."""

    @property
    def value(self) -> Any: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def status(self) -> str: ...


class Series(Protocol):
    """A parameter: its values over time, in their order."""

    def __iter__(self) -> Iterator[DatedFigure]: ...
    def on(self, day: date, /) -> DatedFigure: ...
    def changes_after(self, day: date, /) -> Sequence[DatedFigure]: ...


class Calculation(Protocol):
    """The result of a calculator."""

    def as_dict(self) -> dict[str, Any]: ...


class LawSource(Protocol):
    """What the renderer needs of the law; `bot.law.Law` is one."""

    @property
    def parameters(self) -> Mapping[str, Series]: ...
    @property
    def calculators(self) -> Collection[str]: ...
    def estimate(self, calculator: str, /, *, on: date, **inputs: Any) -> Calculation: ...


class Figures:
    """The law's figures on one day, for templates."""

    def __init__(self, law: LawSource, *, today: date) -> None:
        self._law = law
        self._today = today
        # Most messages ask for the same few results (limits, support by group) again and again.
        self._computed = lru_cache(maxsize=128)(self._compute)

    def parameter(self, name: str, *, on: date | None = None) -> Any:
        """The value of a parameter on the day.

        :raises FigureUnavailableError: when none holds on that day.
        """
        return self._dated(name, on or self._today).value

    def published(self, name: str) -> bool:
        """Whether a parameter has a value on the day."""
        try:
            self.parameter(name)
        except FigureUnavailableError:
            return False
        return True

    def confirmed(self, name: str) -> bool:
        """Whether the value of the day was read in the law or the press; otherwise the office confirms it."""
        return self._dated(name, self._today).status in _CONFIRMED

    def next_change(self, name: str) -> DatedFigure | None:
        """The next value already known that differs from the day's, with ``value`` and ``valid_from``."""
        return next(iter(self._changes(name)), None)

    def last_change(self, name: str) -> DatedFigure | None:
        """The last value already known that differs from the day's."""
        return next(reversed(self._changes(name)), None)

    def previous(self, name: str) -> DatedFigure | None:
        """The latest earlier value that differs from the day's."""
        now = self.parameter(name)
        earlier = [dated for dated in self._law.parameters[name] if dated.valid_from < self._today]
        return next((dated for dated in reversed(earlier) if dated.value != now), None)

    def _dated(self, name: str, day: date) -> DatedFigure:
        try:
            return self._law.parameters[name].on(day)
        except AnTamError as error:
            raise FigureUnavailableError(error.reason, remedy=error.remedy) from error

    def _changes(self, name: str) -> list[DatedFigure]:
        now = self.parameter(name) if self.published(name) else None
        return [
            dated for dated in self._law.parameters[name].changes_after(self._today) if dated.value != now
        ]

    def estimate(self, calculator: str, **inputs: Any) -> dict[str, Any]:
        """A calculator's result in its JSON form (``amounts``, ``steps``, ``references`` …).

        :raises FigureUnavailableError: when the law cannot compute it.
        """
        hashable = {
            name: tuple(value) if isinstance(value, list) else value for name, value in inputs.items()
        }
        return self._computed(calculator, **hashable)

    def estimate_or_none(self, calculator: str, **inputs: Any) -> dict[str, Any] | None:
        """The result, or nothing where the inputs do not fit or a figure is missing."""
        try:
            return self.estimate(calculator, **inputs)
        except FigureUnavailableError:
            return None

    def refusal(self, calculator: str, **inputs: Any) -> str | None:
        """Why the law does not compute it, in words for the citizen; nothing where it does."""
        try:
            self.estimate(calculator, **inputs)
        except FigureUnavailableError as error:
            return error.reason
        return None

    def _compute(self, calculator: str, *, on: date | None = None, **inputs: Any) -> dict[str, Any]:
        try:
            return self._law.estimate(calculator, on=on or self._today, **inputs).as_dict()
        except AnTamError as error:
            raise FigureUnavailableError(error.reason, remedy=error.remedy) from error
