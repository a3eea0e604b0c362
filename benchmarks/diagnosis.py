"""What the diagnosis says of the recorded runs, and what its next experiments bring.

python -m benchmarks.diagnosis              # from the recorded histories alone: a second
python -m benchmarks.diagnosis --next 3     # train the next experiment of three of each kind
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import asdict

import torch

from benchmarks.report import machine, table, write_section
from mnist_core.data import load_mnist
from mnist_core.experiments import Finding, Kind, diagnose
from tests.core.experiments.recordings import PARTS, Recording, history_of, recordings
from tools.record_diagnosis_runs import Planned, record

KINDS = [kind for kind in Kind if kind is not Kind.TOO_SHORT]
WORDS = {"chosen_on": "thresholds chosen on these", "checked_on": "recorded afterwards"}


def found(recording: Recording) -> Finding:
    finding = diagnose(recording.config, recording.history)
    assert finding is not None
    return finding


def confusion(runs: list[Recording]) -> str:
    """Rows: what the settings were to do; columns: what was found."""
    counted = Counter((each.kind, found(each).kind) for each in runs)
    rows = [
        [f"**{kind}**", *(str(counted[kind, other] or "") for other in KINDS)] for kind in KINDS
    ]
    return table(["was to be, found to be", *KINDS], rows)


def part_text(part: str, runs: list[Recording]) -> str:
    hits = sum(found(each).kind is each.kind for each in runs)
    close = sum(found(each).close_to is not None for each in runs)
    seconds = sum(each.cpu_seconds for each in runs)
    return (
        f"**{WORDS[part].capitalize()}**: {hits} of {len(runs)}; called close: {close}. "
        f"Recorded in {seconds:.0f} CPU seconds.\n\n{confusion(runs)}"
    )


def next_rows(runs: list[Recording], each_kind: int) -> list[list[str]]:
    """The first so many of each kind, and the run that the diagnosis says to try."""
    mnist, rows = load_mnist(), []
    for kind in KINDS:
        for recording in [each for each in runs if each.kind is kind][:each_kind]:
            then = found(recording).next
            values = record(Planned(then.config, recording.images), mnist)
            finding = diagnose(then.config, history_of(values))
            old, new = asdict(recording.config), asdict(then.config)
            changed = [
                f"{name} {old[name]} → {new[name]}" for name in new if new[name] != old[name]
            ]
            after = history_of(values).epochs
            rows.append(
                [
                    str(kind),
                    ", ".join(changed),
                    _score(recording.history.epochs),
                    _score(after),
                    "–" if finding is None else str(finding.kind),
                ]
            )
            print(rows[-1], flush=True)
    return rows


def _score(epochs: tuple) -> str:  # type: ignore[type-arg]
    last = epochs[-1] if epochs else None
    return f"{last.held_out_accuracy:.2%}, {last.held_out_loss:.4f}" if last else "–"


def main() -> None:
    """Count, train, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--next", type=int, default=0)
    each_kind = parser.parse_args().next
    torch.set_num_threads(1)
    runs = list(recordings())
    parts = "\n\n".join(
        part_text(part, [each for each in runs if each.part == part]) for part in PARTS
    )
    text = f"""## Diagnosis of runs

`python -m benchmarks.diagnosis --next {each_kind}` on {machine()}.

Real runs on MNIST with different settings and seeds, some on fewer images
(`tools/record_diagnosis_runs.py`).  What each was to be is what its settings are known to do.

{parts}

The second part was recorded when the thresholds stood.  At the first look 44 of its 48 were hit.
Two of the misses were faults of the rules and were mended: a training loss was compared with the
lowest of the whole run instead of the lowest so far, and a loss that ended far above its beginning
could count as one that falls.  The two that are left are in
`tests/core/experiments/test_diagnosis.py`, with the reason.  Use in the browser and the next
experiments mended two rules more: a training loss counts at its lowest since the best epoch, and
who reads 90 % is not too slow, however late it began; neither changed a hit.  Those of the
thresholds that stood were not moved.
"""
    if each_kind:
        rows = next_rows([each for each in runs if each.part == "checked_on"], each_kind)
        header = ["kind", "next experiment", "before: accuracy, loss", "after", "then found to be"]
        text += (
            f"\nThe next experiment, trained, on the held-out images:\n\n{table(header, rows)}\n"
        )
    print(text)
    write_section("diagnosis", text)


if __name__ == "__main__":
    main()
