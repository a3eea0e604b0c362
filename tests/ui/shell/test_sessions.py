"""Sessions up to a number, and messages that a page could have sent."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from ui.shell.sessions import MAX_BRACKETS, MAX_WIDGETS, SessionLimit, is_too_much


class Runtime:
    """Connects sessions by number, and notes the messages that reach it."""

    def __init__(self) -> None:
        self.active: set[str] = set()
        self.messages: list[BackMsg] = []

    def connect_session(self) -> str:
        session = str(len(self.active))
        self.active.add(session)
        return session

    def is_active_session(self, session: str) -> bool:
        return session in self.active

    def handle_backmsg(self, session: str, message: BackMsg) -> None:
        self.messages.append(message)


def installed(capacity: int, maximum: int) -> tuple[Any, SessionLimit]:
    runtime: Any = Runtime()
    limit = SessionLimit(runtime, capacity, maximum)
    limit.install()
    return runtime, limit


def test_as_many_as_there_is_room_for() -> None:
    runtime, limit = installed(2, 3)
    sessions = [runtime.connect_session() for _ in range(3)]
    assert [limit.admits(each) for each in sessions] == [True, True, False]
    with pytest.raises(WebSocketDisconnect):
        runtime.connect_session()
    runtime.active.remove("0")
    assert limit.admits("2"), "who waits gets the room of who has gone"
    assert not limit.admits("new")


def message(widgets: int = 1, **values: str) -> BackMsg:
    made = BackMsg()
    made.rerun_script.widget_states.widgets.extend(
        WidgetState(id=str(number), **values) for number in range(widgets)
    )
    return made


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        (message(MAX_WIDGETS), False),
        (message(MAX_WIDGETS + 1), True),
        (message(json_value="[" * MAX_BRACKETS), False),
        (message(json_value="[" * MAX_BRACKETS + "{"), True),
        (message(json_trigger_value="{" * (MAX_BRACKETS + 1)), True),
        (message(2, json_value="[" * MAX_BRACKETS), False),
    ],
    ids=["widgets", "widget too many", "lists", "too deep", "trigger", "each"],
)
def test_what_no_page_sends_is_refused(sent: BackMsg, refused: bool) -> None:
    runtime, _limit = installed(1, 1)
    assert is_too_much(sent) is refused
    if refused:
        with pytest.raises(WebSocketDisconnect):
            runtime.handle_backmsg("0", sent)
    else:
        runtime.handle_backmsg("0", sent)
    assert runtime.messages == ([] if refused else [sent])


def test_nobody_clears_the_caches_of_all() -> None:
    runtime, _limit = installed(1, 1)
    runtime.handle_backmsg("0", BackMsg(clear_cache=True))
    assert runtime.messages == []
