"""Imports, once for all servers of a test process, what takes each of them 5 s (tests.e2e.process).

Other people's packages; of the app only what reads MNIST's files, by which torchvision comes in.
"""

from __future__ import annotations

import altair  # noqa: F401
import pandas  # noqa: F401
import streamlit.web.cli  # noqa: F401
import torch._dynamo  # noqa: F401  (the first optimizer would)

import mnist_core.data.torchvision_import  # noqa: F401
