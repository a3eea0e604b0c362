"""All experiments there are: one for each file of the catalogue."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pkgutil import iter_modules

from mnist_core.experiments import catalogue
from mnist_core.experiments.experiment import GROUPS, Experiment


def experiment_keys() -> tuple[str, ...]:
    """The experiments' keys, in no order that means anything; nothing is imported for them."""
    return tuple(module.name for module in iter_modules(catalogue.__path__))


@cache
def experiments() -> Mapping[str, Experiment]:
    """Every experiment by its key, group by group."""
    found = []
    for key in experiment_keys():
        module = importlib.import_module(f"{catalogue.__name__}.{key}")
        found.append(replace(module.EXPERIMENT, key=key))
    found.sort(key=lambda each: GROUPS.index(each.group))
    return {each.key: each for each in found}
