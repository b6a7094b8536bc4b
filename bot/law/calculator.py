"""The register of calculators: each one's name, inputs, results and the function that computes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.law.inputs import Inputs
from bot.law.working import Working

Amounts = dict[str, Any]
InputsT = TypeVar("InputsT", bound=Inputs)


@dataclass(frozen=True, slots=True)
class Output:
    """A result field; one name means the same in every calculator."""

    name: str
    title: str
    unit: str

    def as_dict(self) -> dict[str, str]:
        return {"name": self.name, "title": self.title, "unit": self.unit}


@dataclass(frozen=True, slots=True)
class CalculatorSpec(Generic[InputsT]):
    """A calculator: ``compute`` turns checked inputs into amounts and writes its working down.

    With ``looks_ahead`` the result also tells the next known day on which it would be another one, and that one.
    """

    name: str
    title: str
    doc: str
    model: type[InputsT]
    outputs: tuple[Output, ...]
    compute: Callable[[Working, InputsT], Amounts]
    looks_ahead: bool = False

    @property
    def inputs(self) -> Mapping[str, Any]:
        """The JSON schema of the inputs: types, units, limits, allowed values and which are required."""
        return self.model.model_json_schema(mode="validation")

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title,
            "doc": self.doc,
            "inputs": self.inputs,
            "outputs": [output.as_dict() for output in self.outputs],
        }
