"""Each fault and each probe has its words, and they say no figure that is not measured."""

from __future__ import annotations

import re

import pytest

from mnist_core.experiments.case import PROBES
from mnist_core.experiments.faults import FAULTS
from tests.core.experiments.test_evidence import EVIDENCE
from ui.text.i18n import LANGUAGES, sections


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_and_probe_has_its_words(language: str) -> None:
    found, measured = sections(language, "mystery"), EVIDENCE.figures()
    for fault in FAULTS:
        for kind in ("fault", "why", "not"):
            assert f"{kind}_{fault}" in found
    for probe in PROBES:
        assert f"probe_{probe}" in found
    for name, body in found.items():
        said = set(re.findall(r"\{([a-z_]+)\}", body))
        if name.startswith(("why_", "not_", "mended", "probe_")) and name != "not_right":
            assert said <= set(measured), name
