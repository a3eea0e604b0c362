"""What the browser's tests share: servers, a Chromium, and windows in it.

Without a Chromium these tests fail; they never skip.
"""

from __future__ import annotations

import contextlib
import re
import time
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright

from tests.e2e import profiles
from tests.e2e.profiles import Profiles
from tests.e2e.rest import PATIENCE_MS
from tests.e2e.server import Server
from tests.e2e.trained import keep_trained_runs, remembered
from tests.e2e.visit import WIDE, Visit
from tools import chromium

START = time.time()
HERE = Path(__file__).parent
RESULTS = HERE.parents[1] / "test-results"
TIMEOUT_SECONDS = 1200
expect.set_options(timeout=PATIENCE_MS)
FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--num-raster-threads=1",
    profiles.FLAG,
)

OpenVisit = Callable[..., Visit]
StartServer = Callable[..., Server]
reports = pytest.StashKey[dict[str, pytest.TestReport]]()


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in this same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file's tests share one process's server; those that start servers of their own are free."""
    for item in items:
        if HERE in item.path.parents:
            if "start_server" not in _fixtures(item):
                item.add_marker(pytest.mark.xdist_group(item.path.stem))
            item.add_marker(pytest.mark.timeout(TIMEOUT_SECONDS))


def _fixtures(item: pytest.Item) -> Sequence[str]:
    return getattr(item, "fixturenames", ())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash.setdefault(reports, {})[report.when or ""] = report
    return report


@pytest.fixture(scope="session", autouse=True)
def no_old_evidence() -> None:
    """What earlier failures have left would be taken for this session's."""
    forget_evidence(RESULTS, START)


def forget_evidence(folder: Path, before: float) -> None:
    """Remove what is older; another process of this session may do so at the same time."""
    for file in folder.glob("*"):
        with contextlib.suppress(FileNotFoundError):
            if file.stat().st_mtime < before:
                file.unlink()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.MISSING, pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def lending(browser: Browser) -> Profiles:
    return Profiles(browser)


@pytest.fixture(scope="session")
def trained_owners(request: pytest.FixtureRequest) -> list[str]:
    """The id of one browser for each test that wants one with a trained model."""
    wanted = [item for item in request.session.items if "trained" in _fixtures(item)]
    return [str(uuid.uuid4()) for _ in wanted]


@pytest.fixture(scope="session")
def server(trained_owners: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that most tests share."""
    store = tmp_path_factory.mktemp("server") / "store"
    if trained_owners:
        keep_trained_runs(store, trained_owners)
    with Server(store) as running:
        yield running


@pytest.fixture
def trained(trained_owners: list[str], server: Server) -> StorageState:
    """What a browser remembers whose learner has a trained model; no other test has this one."""
    return remembered(trained_owners.pop(), server)


@pytest.fixture(scope="session")
def holding_server() -> Iterator[Server]:
    with Server(held=True, DIGIT_LAB_SLOTS="8") as running:
        yield running


@pytest.fixture
def held_server(holding_server: Server) -> Server:
    """A server whose runs rest in their first epoch until the test says `let_train`."""
    holding_server.begin_test()
    return holding_server


@pytest.fixture
def start_server() -> Iterator[StartServer]:
    """Start a server that nobody has visited: `start_server(DIGIT_LAB_SLOTS="2")`."""
    started: list[Server] = []

    def start(store: Path | None = None, **options: Any) -> Server:
        started.append(Server(store, **options))
        return started[-1]

    yield start
    for running in started:
        running.stop()


@pytest.fixture
def open_visit(
    browser: Browser, lending: Profiles, request: pytest.FixtureRequest
) -> Iterator[OpenVisit]:
    """Open a window: another learner's (nothing is shared), or with `beside=` a second tab.

    `open_visit(server=…, locale="zh-CN", viewport=PHONE, color_scheme="dark", storage_state=…)`;
    further names are those of Playwright's `new_context`.  The shared server is taken where none is
    named.  At the end no window may have complained; of a failed test a picture and the server's
    log are kept.
    """
    visits: list[Visit] = []
    lent = []
    made = []

    def open_one(
        server: Server | None = None,
        *,
        beside: Visit | None = None,
        locale: str = "en-US",
        viewport: Any = WIDE,
        color_scheme: Any = "light",
        storage_state: StorageState | None = None,
        **options: Any,
    ) -> Visit:
        chosen = server or (beside.server if beside else request.getfixturevalue("server"))
        if beside:
            context = beside.page.context
        elif options:
            context = browser.new_context(
                locale=locale, viewport=viewport, storage_state=storage_state, **options
            )
            made.append(context)
        else:
            context = lending.lend(locale, storage_state, chosen)
            lent.append(context)
        visits.append(Visit(context, chosen, viewport, color_scheme))
        return visits[-1]

    yield open_one
    complaints = [complaint for visit in visits for complaint in visit.complaints()]
    call = request.node.stash.get(reports, {}).get("call")
    if complaints or (call is not None and call.failed):
        _keep_evidence(request.node.name, visits)
    for context in made:
        context.close()
    for context in lent:
        lending.take_back(context)
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def visit(open_visit: OpenVisit) -> Visit:
    """A wide, light, English window on the shared server."""
    return open_visit()


def _keep_evidence(test: str, visits: list[Visit]) -> None:
    RESULTS.mkdir(exist_ok=True)
    name = re.sub(r"[^\w.-]+", "-", test)
    for number, visit in enumerate(visits):
        if not visit.page.is_closed():
            visit.page.screenshot(path=RESULTS / f"{name}-{number}.png")
        (RESULTS / f"{name}-{number}.log").write_text(visit.server.log(), encoding="utf-8")
