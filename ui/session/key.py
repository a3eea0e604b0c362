"""The name of a widget, with the type of what the widget holds."""

from __future__ import annotations

from typing import Generic, TypeVar

Held = TypeVar("Held", covariant=True)


class Key(str, Generic[Held]):
    """`Key[int]("sample")`: the text is for Streamlit and the browser, the type for mypy."""

    __slots__ = ()
