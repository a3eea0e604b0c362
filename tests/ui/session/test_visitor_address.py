from __future__ import annotations

from types import SimpleNamespace

import pytest
import streamlit as st

from mnist_core.config.server_limits import ADDRESS_HEADER_VARIABLE
from ui.session.visitor_address import network, visitor_address


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        (None, ""),
        ("", ""),
        ("unknown", ""),
        ("192.0.2.7:443", ""),
    ],
)
def test_addresses_and_networks(address: str | None, expected: str) -> None:
    assert network(address) == expected


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What Streamlit tells of the visitor: a proxy's address, and the headers."""
    context = SimpleNamespace(ip_address="198.51.100.1", headers={})
    monkeypatch.setattr(st, "context", context)
    return context


def test_address_header_must_be_named(
    seen: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A header counts only where the host has named it."""
    seen.headers["X-Forwarded-For"] = "203.0.113.9, 192.0.2.7"
    assert visitor_address() == "198.51.100.1"
    monkeypatch.setenv(ADDRESS_HEADER_VARIABLE, "X-Forwarded-For")
    assert visitor_address() == "192.0.2.7"  # the first is what the visitor says


def test_address_of_silent_proxy(seen: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that passes nothing on is not taken for the visitor."""
    monkeypatch.setenv(ADDRESS_HEADER_VARIABLE, " X-Real-IP ")
    assert visitor_address() == ""
    seen.headers["X-Real-IP"] = "192.0.2.8"
    assert visitor_address() == "192.0.2.8"
