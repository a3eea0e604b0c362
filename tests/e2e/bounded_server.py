"""Streamlit's own command in a process with few open files that tidies up often."""

from __future__ import annotations

import os
import resource
import sys

from streamlit.web import cli

from ui.shell import memory

memory.EVERY_SECONDS = 0.5
files = int(os.environ["OPEN_FILES"])
resource.setrlimit(resource.RLIMIT_NOFILE, (files, int(os.environ.get("MAX_OPEN_FILES", files))))
sys.exit(cli.main())
