"""What a run's diagnosis says, in words and with the run's own numbers."""

from __future__ import annotations

from mnist_core.experiments import Aspect, Finding, Kind, diagnose
from mnist_core.tracking import RunSnapshot
from ui.results.run_curves import held_out_word
from ui.text import N_, _, loss_number, plain_number, text

KINDS = {
    Kind.DIVERGED: N_("diverged"),
    Kind.STUCK_AT_CHANCE: N_("stuck at chance"),
    Kind.UNSTABLE: N_("unstable"),
    Kind.TOO_SLOW: N_("too slow"),
    Kind.OVERFITTING: N_("overfitting"),
    Kind.STILL_IMPROVING: N_("still improving at the end"),
    Kind.LEARNING_WELL: N_("learning well"),
    Kind.TOO_SHORT: N_("too short to tell"),
}
# In these the sentence itself says something else than it does for its kind.
VARIANTS = (Aspect.UNDERFITTING, Aspect.GAP, Aspect.WRONG_BY_HEART, Aspect.FORGETTING)


def finding_of(run: RunSnapshot) -> Finding | None:
    """What is found in a run; None while it goes on, where it measured nothing, and of a
    fine-tuned network, whose curves are another's."""
    if run.active or run.fine_tuned_from is not None:
        return None
    return diagnose(run.config, run.history)


def diagnosis_words(run: RunSnapshot, finding: Finding) -> str:
    """The finding, and beside it what makes it more or less certain."""
    values = _values(run, finding)
    section = next((each for each in VARIANTS if each in finding.aspects), finding.kind)
    sections = [str(section), *(each for each in finding.aspects if each not in VARIANTS)]
    said = [text("diagnosis", each, **values) for each in sections]
    if finding.close_to is not None:
        said.append(text("diagnosis", "close", other=_(KINDS[finding.close_to])))
    return "\n\n".join(said)


def diagnosis_or_meaning(run: RunSnapshot) -> str:
    """The finding; of a run in which nothing can be found yet, what to look for."""
    finding = finding_of(run)
    return (
        text("diagnosis", "overfitting_means")
        if finding is None
        else (diagnosis_words(run, finding))
    )


def marked_epochs(run: RunSnapshot, finding: Finding | None) -> tuple[int, int] | None:
    """The first and the last epoch that a chart marks; None where that would be the whole run."""
    if finding is None or finding.last_epoch - finding.first_epoch + 1 >= _begun_epochs(run):
        return None
    return finding.first_epoch, finding.last_epoch


def _begun_epochs(run: RunSnapshot) -> int:
    """How many epochs the curves show something of."""
    return max(run.epoch, len(run.history.epochs))


def _values(run: RunSnapshot, finding: Finding) -> dict[str, object]:
    """Every figure as a person writes it."""
    values: dict[str, object] = {
        name: _written(name, number) for name, number in finding.numbers.items()
    }
    if finding.kind is Kind.TOO_SLOW:
        section = "half_late" if finding.numbers["half_step"] else "half_never"
        values["half"] = text("diagnosis", section, **values)
    return {
        **values,
        "first_epoch": finding.first_epoch,
        "last_epoch": finding.last_epoch,
        "planned": run.config.epochs,
        "split": held_out_word(run).lower(),
        "learning_rate": plain_number(run.config.learning_rate),
    }


def _written(name: str, number: float) -> str:
    if name.endswith("loss"):
        return loss_number(number)
    return f"{number:.2%}" if name.endswith("accuracy") else f"{number:,.0f}"
