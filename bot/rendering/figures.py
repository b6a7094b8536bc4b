"""The law as a template sees it: parameters and calculators bound to one day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from bot.errors import AnTamError
from bot.rendering.errors import FigureUnavailableError


class DatedFigure(Protocol):
    """A value of a parameter and the day it begins to hold."""

    @property
    def value(self) -> Any: ...
    @property
    def valid_from(self) -> date: ...


class Series(Protocol):
    """A parameter: its values over time."""

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
        try:
            return self._law.parameters[name].on(on or self._today).value
        except AnTamError as error:
            raise FigureUnavailableError(error.reason, remedy=error.remedy) from error

    def published(self, name: str) -> bool:
        """Whether a parameter has a value on the day."""
        try:
            self.parameter(name)
        except FigureUnavailableError:
            return False
        return True

    def next_change(self, name: str) -> DatedFigure | None:
        """The next value already known that differs from the day's, with ``value`` and ``valid_from``."""
        now = self.parameter(name) if self.published(name) else None
        changes = self._law.parameters[name].changes_after(self._today)
        return next((change for change in changes if change.value != now), None)

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

    def _compute(self, calculator: str, *, on: date | None = None, **inputs: Any) -> dict[str, Any]:
        try:
            return self._law.estimate(calculator, on=on or self._today, **inputs).as_dict()
        except AnTamError as error:
            raise FigureUnavailableError(error.reason, remedy=error.remedy) from error
