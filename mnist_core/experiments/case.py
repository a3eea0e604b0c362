"""What a learner has asked and said of a mystery run: three probes of five, and one answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from mnist_core.experiments.faults import FAULTS
from mnist_core.experiments.prediction import PredictionError

PROBES = ("batch", "gradients", "digits", "weights", "scores")
MOST_PROBES = 3


@dataclass(frozen=True, slots=True)
class Case:
    """Never changes; what is asked or said gives another.

    Attributes:
        probes: those that were spent, in order.
        answer: the fault that was named; None until one is.
    """

    probes: tuple[str, ...] = ()
    answer: str | None = None

    @property
    def left(self) -> int:
        """How many probes are left."""
        return MOST_PROBES - len(self.probes)

    def spend(self, probe: str) -> Case:
        """With one probe more; one that was spent already costs nothing, and after the answer
        there is nothing to find.

        Raises:
            PredictionError: there is no such probe, or none is left.
        """
        if probe in self.probes or self.answer:
            return self
        if probe not in PROBES:
            raise PredictionError("There is no such probe. Choose another.")
        if not self.left:
            raise PredictionError("All probes are spent. Name the fault by what they have shown.")
        return replace(self, probes=(*self.probes, probe))

    def name(self, fault: str) -> Case:
        """With an answer; the first one stays.

        Raises:
            PredictionError: there is no such fault.
        """
        if fault not in FAULTS:
            raise PredictionError("There is no such fault in the list. Choose another.")
        return self if self.answer else replace(self, answer=fault)

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {"probes": list(self.probes), "answer": self.answer}

    @classmethod
    def from_dict(cls, values: Any) -> Case:
        """Undo :meth:`to_dict`; what is none of it is left out."""
        if not isinstance(values, dict):
            return cls()
        probes, answer = values.get("probes"), values.get("answer")
        spent = [each for each in probes if each in PROBES] if isinstance(probes, list) else []
        return cls(tuple(dict.fromkeys(spent))[:MOST_PROBES], answer if answer in FAULTS else None)
