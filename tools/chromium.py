"""Finds the Chromium that the browser tests drive: `python -m tools.chromium [--install]`.

Prints its path.  With `--install` one is fetched where there is none: Debian's package (with
fonts for Chinese) where apt may be used without asking anybody, else the one that Playwright
keeps.  The environment variable CHROMIUM names another.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# The first is Chromium without the windows, menus and tabs that no test looks at, which are a
# third of its work; Playwright, too, drives such a one where it may choose.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
DEBIAN_PACKAGES = (SHELL, "chromium")  # older systems have only the second
FONTS = "fonts-noto-cjk"
MISSING = (
    "No Chromium was found, and the browser tests cannot run without one. Install Chromium or "
    "Google Chrome, or run `make browser`, or name one with the environment variable CHROMIUM."
)


def find() -> str | None:
    """The path of a Chromium that starts, or None."""
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> Iterator[str]:
    named = os.environ.get("CHROMIUM")
    if named:  # whoever names one wants that one and no other
        yield shutil.which(named) or named
        return
    yield from filter(None, map(shutil.which, NAMES))
    yield from filter(os.path.exists, MAC)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _starts(path: str) -> bool:
    """Whether it is there and runs: Ubuntu's `chromium-browser` may be an empty wrapper."""
    if not Path(path).exists():
        return False
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> None:
    """Fetch one by the first way that works; what the installers say goes to stderr."""
    if not (_install_from_debian() and find()):
        _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _install_from_debian() -> bool:
    apt = _apt()
    if apt is None:
        return False
    _run([*apt, "update", "-qq"])  # a list that is a little old still installs
    install = [*apt, "install", "-y", "-qq", "--no-install-recommends", FONTS]
    return any(_run([*install, package]) for package in DEBIAN_PACKAGES)


def _apt() -> list[str] | None:
    """apt-get as we may use it: as root, or by a sudo that asks for no password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if shutil.which("sudo") and _run(["sudo", "-n", "true"]):
        return ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return None


def _run(command: list[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode == 0


def main() -> None:
    path = find()
    if path is None and "--install" in sys.argv[1:]:
        install()
        path = find()
    if path is None:
        sys.exit(MISSING)
    print(path)


if __name__ == "__main__":
    main()
