"""Can the app tell a picture that is no digit at all?  `python -m benchmarks.unlike_digits`.

Letters, shapes and scribbles are drawn and prepared as the app does it; with `--photos`, so are a
folder's pictures, each whole and in nine parts.  Each measure of "like nothing in the training
set" is given the threshold that flags so many of MNIST's test images, and it is counted how many
other things it flags then, and how many pen digits it flags wrongly.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from benchmarks.drawn_digits import Trained, trained
from benchmarks.other_things import LETTERS, LIKE_DIGITS, SHAPES, Strokes, scribble, varied
from benchmarks.pen_digits import PAPER, load_pen_digits, render
from benchmarks.report import machine, table, write_section
from mnist_core.data import Mnist, load_mnist, normalise
from mnist_core.drawing import prepare, prepare_ink, read_picture
from mnist_core.errors import DrawingError

TEST_IMAGES = 3000
OF_EACH = 10
FALSE_ALARMS = (1, 3)  # per cent of the test images
CELL = 4
DIRECTIONS = 12

CONCLUSION = """
The bar for Draw to say that a picture is like nothing that the model was trained on: at least 70 %
of the drawings flagged at 3 % of the test images and at most 5 % of the pen digits.  On 2026-11-25
the directions of the ink's edges alone reach it.  They were chosen among some others by these
drawings, which flatters them; with a third of the training images they flag 68 %, and all of them
take 104 MB and some 20 s to describe.  So Draw does not use them yet; it says that the model must
choose one of the ten digits.  The photos were those that scikit-image and scikit-learn bring.
""".strip()

Measure = Callable[[Tensor], NDArray[np.float32]]


def other_drawings(seed: int = 0) -> Iterator[tuple[str, Strokes]]:
    """Ten of each letter and shape, and as many scribbles as shapes."""
    rng = np.random.default_rng(seed)
    for letter, lines in LETTERS.items():
        kind = "letters like digits" if letter in LIKE_DIGITS else "other letters"
        yield from ((kind, varied(lines, rng)) for _ in range(OF_EACH))
    for lines in SHAPES.values():
        yield from (("shapes", varied(lines, rng)) for _ in range(OF_EACH))
    yield from (("scribbles", scribble(rng)) for _ in range(OF_EACH * len(SHAPES)))


def photos(folder: Path) -> Iterator[bytes]:
    """PNG files of each picture of a folder, whole and in nine overlapping parts."""
    for path in sorted(each for each in folder.iterdir() if each.suffix in {".png", ".jpg"}):
        picture = Image.open(path).convert("RGB")
        picture.thumbnail((900, 900))
        width, height = picture.width // 4, picture.height // 4
        parts = [picture] + [
            picture.crop((x * width, y * height, (x + 2) * width, (y + 2) * height))
            for x in range(3)
            for y in range(3)
        ]
        for part in parts:
            file = io.BytesIO()
            part.save(file, "PNG")
            yield file.getvalue()


def prepared_things(folder: Path | None) -> dict[str, Tensor]:
    """By kind, uint8 (N, 28, 28): what the app does not refuse by itself."""
    found: dict[str, list[NDArray[np.uint8]]] = {}
    for kind, strokes in other_drawings():
        try:
            found.setdefault(kind, []).append(prepare(render(strokes), paper=PAPER).picture)
        except DrawingError:
            continue
    for file in photos(folder) if folder else ():
        try:
            found.setdefault("photos", []).append(prepare_ink(read_picture(file)).picture)
        except DrawingError:
            continue
    return {kind: torch.from_numpy(np.array(pictures)) for kind, pictures in found.items()}


def pixels(images: Tensor) -> Tensor:
    """float32 (N, 784)."""
    return images.flatten(1).float()


def strokes_of(images: Tensor) -> Tensor:
    """How much ink's edge runs in each of 12 directions around 36 places: float32 (N, 432)."""
    found = []
    for part in images.split(1000):
        grey = F.avg_pool2d(part.float()[:, None] / 255, 3, 1, 1)[:, 0]
        across = grey[:, 1:-1, 2:] - grey[:, 1:-1, :-2]
        down = grey[:, 2:, 1:-1] - grey[:, :-2, 1:-1]
        length = torch.hypot(across, down) + 1e-9
        angles = torch.arange(DIRECTIONS) * (2 * torch.pi / DIRECTIONS)
        share = [
            length * ((across * a.cos() + down * a.sin()) / length).clamp(min=0) ** 6
            for a in angles
        ]
        cells = F.avg_pool2d(torch.stack(share, dim=1), 2 * CELL, CELL, 1)
        found.append(F.normalize(cells.flatten(1).sqrt(), dim=1))
    return torch.cat(found)


@torch.inference_mode()
def last_hidden(network: Trained, images: Tensor) -> Tensor:
    """The last hidden layer's outputs, each as a direction: float32 (N, width)."""
    before_last = list(network.model.layers)[:-1]
    found = []
    for part in images.split(1000):
        values = normalise(part)
        for layer in before_last:
            values = layer(values)
        found.append(F.normalize(values, dim=1))
    return torch.cat(found)


def distance_to(training: Tensor, described: Callable[[Tensor], Tensor]) -> Measure:
    """How far the nearest training image is, as ``described``."""
    known = described(training)
    squares = known.square().sum(dim=1)

    def measure(images: Tensor) -> NDArray[np.float32]:
        nearest = [
            (part.square().sum(dim=1) + (squares - 2 * part @ known.T).min(dim=1).values)
            for part in described(images).split(125)
        ]
        found: NDArray[np.float32] = torch.cat(nearest).clamp(min=0).sqrt().numpy()
        return found

    return measure


def doubt(network: Trained, kind: str) -> Measure:
    """What the answer itself says: its probability, largest logit or energy."""

    @torch.inference_mode()
    def measure(images: Tensor) -> NDArray[np.float32]:
        logits = network.model(normalise(images))
        scores = {
            "probability": torch.softmax(logits, dim=1).max(dim=1).values,
            "logit": logits.max(dim=1).values,
            "energy": logits.logsumexp(dim=1),
        }
        found: NDArray[np.float32] = -scores[kind].numpy()
        return found

    return measure


def measures(mnist: Mnist, networks: Sequence[Trained]) -> Iterator[tuple[str, Measure]]:
    """Every measure with its name; the larger, the less like a training image."""
    train = mnist.train.images
    yield "nearest training image, pixels", distance_to(train, pixels)
    yield "the same, directions of the ink's edges", distance_to(train, strokes_of)
    for network in networks:
        yield (
            f"{network.name}: nearest in the last hidden layer",
            distance_to(train, lambda images, of=network: last_hidden(of, images)),  # type: ignore[misc]
        )
        yield f"{network.name}: 1 - highest probability", doubt(network, "probability")
        yield f"{network.name}: - largest logit", doubt(network, "logit")
        yield f"{network.name}: energy", doubt(network, "energy")


def area(known: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """AUROC: how often another thing lies farther off than a test image, 0 to 1."""
    return float(np.searchsorted(np.sort(known), other).mean() / len(known))


def row(
    name: str, measure: Measure, test: Tensor, pen: Tensor, things: dict[str, Tensor]
) -> list[str]:
    """One measure's line of the table."""
    known, written = measure(test), measure(pen)
    others = {kind: measure(pictures) for kind, pictures in things.items()}
    drawn = np.concatenate([found for kind, found in others.items() if kind != "photos"])
    cells = [name, f"{area(known, drawn):.3f}"]
    for share in FALSE_ALARMS:
        threshold = np.percentile(known, 100 - share)
        flagged = [100 * (found > threshold).mean() for found in (drawn, *others.values())]
        cells += [f"**{flagged[0]:.0f}** ({', '.join(f'{each:.0f}' for each in flagged[1:])})"]
        cells += [f"{100 * (written > threshold).mean():.1f}"]
    return cells


def report(mnist: Mnist, networks: Sequence[Trained], folder: Path | None) -> str:
    """The whole section of the README."""
    things = prepared_things(folder)
    pen = np.array(
        [prepare(render(each.strokes), paper=PAPER).picture for each in load_pen_digits()]
    )
    test = mnist.test.images[:TEST_IMAGES]
    rows = [
        row(name, measure, test, torch.from_numpy(pen), things)
        for name, measure in measures(mnist, networks)
    ]
    header = ["measure", "AUROC, drawings"]
    for share in FALSE_ALARMS:
        header += [f"drawings flagged at {share} % of the test images", "pen digits flagged"]
    kinds = ", ".join(f"{len(pictures)} {kind}" for kind, pictures in things.items())
    return "\n\n".join(
        [
            "## Pictures that are no digits",
            f"`python -m benchmarks.unlike_digits` on {machine()}.",
            f"Not refused by the app: {kinds}. A measure's threshold is where it flags 1 % or 3 % "
            f"of {TEST_IMAGES:,} of MNIST's test images; all else is in per cent, in brackets for "
            f"each kind in that order. The networks' test accuracies: "
            + ", ".join(f"{each.name} {each.test_accuracy:.2%}" for each in networks)
            + ".",
            table(header, rows),
            CONCLUSION,
        ]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, draw, measure; print it and write it into benchmarks/README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, help="a folder of PNG and JPEG pictures of anything")
    parser.add_argument("--no-write", action="store_true", help="leave benchmarks/README.md alone")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(1)
    mnist = load_mnist()
    text = report(mnist, list(trained(mnist, ["tutorial", "handwriting"], [0])), chosen.photos)
    print("\n" + text)
    if not chosen.no_write:
        write_section("unlike_digits", text)


if __name__ == "__main__":
    main()
