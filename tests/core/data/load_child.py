"""Loads MNIST from the folder named, and prints the sums of its training images and test labels.

Run by test_files.py in processes of their own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mnist_core.data.mnist import load_mnist

if __name__ == "__main__":
    mnist = load_mnist(Path(sys.argv[1]))
    print(int(mnist.train.images.sum()), int(mnist.test.labels.sum()))
