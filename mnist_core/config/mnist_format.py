"""What MNIST's pictures are like; their makers' rules, and numbers counted from them.

LeCun, Bottou, Bengio and Haffner 1998, section III.A, and the data set's page.
"""

from __future__ import annotations

IMAGE_SIDE = 28  # pixels
INPUT_SIZE = IMAGE_SIDE * IMAGE_SIDE
CLASSES = 10
TRAINING_IMAGES = 60_000
TEST_IMAGES = 10_000
# A digit's longer side, in pixels: it was scaled to that before it was put into the picture.
DIGIT_SIDE = 20
# The centre of mass lies at pixel index 14.0 (measured on the training images: moved there by
# whole pixels, every one stays as it is); pixel 14 has its middle at 14.5.
CENTRE = 14.5
# Mean and standard deviation of all pixels of the training images, scaled to 0..1: the two numbers
# of the tutorial's Normalize((0.1307,), (0.3081,)).
MEAN = 0.1307
STD = 0.3081
