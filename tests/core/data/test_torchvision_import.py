"""torchvision is there whether or not its compiled operators fit this torch."""

from __future__ import annotations

from types import ModuleType

import pytest

from mnist_core.data import torchvision_import

MISSING = "operator torchvision::nms does not exist"


class Declared:
    """Stands in for torch.library.Library; torch takes each declaration only once."""

    def __init__(self, namespace: str, kind: str) -> None:
        assert (namespace, kind) == ("torchvision", "DEF")
        self.schemas: list[str] = []

    def define(self, schema: str) -> None:
        self.schemas.append(schema)


@pytest.fixture
def imports(monkeypatch: pytest.MonkeyPatch) -> list[Exception | ModuleType]:
    """What comes of one import of torchvision after the other."""
    outcomes: list[Exception | ModuleType] = []

    def import_module(name: str) -> ModuleType:
        assert name == "torchvision.datasets"
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(torchvision_import.importlib, "import_module", import_module)
    monkeypatch.setattr(torchvision_import.torch.library, "Library", Declared)
    monkeypatch.setattr(torchvision_import, "_library", None)
    return outcomes


def test_missing_operators_are_declared(imports: list[Exception | ModuleType]) -> None:
    datasets = ModuleType("datasets")
    imports += [RuntimeError(MISSING), datasets]
    assert torchvision_import._import_datasets() is datasets
    declared = torchvision_import._library
    assert isinstance(declared, Declared)
    assert [schema.partition("(")[0] for schema in declared.schemas] == ["nms", "qnms"]


def test_operators_that_fit_are_left_alone(imports: list[Exception | ModuleType]) -> None:
    datasets = ModuleType("datasets")
    imports.append(datasets)
    assert torchvision_import._import_datasets() is datasets
    assert torchvision_import._library is None


@pytest.mark.parametrize("error", [RuntimeError("out of memory"), ImportError("no torchvision")])
def test_other_failures_are_told(imports: list[Exception | ModuleType], error: Exception) -> None:
    imports.append(error)
    with pytest.raises(type(error), match=str(error)):
        torchvision_import._import_datasets()
