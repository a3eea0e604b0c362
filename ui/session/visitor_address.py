"""The network address that a visitor comes from, so that one address cannot fill the queue."""

from __future__ import annotations

import ipaddress

import streamlit as st

from mnist_core.config import address_header

# A household or an office has so much of IPv6: each of its machines has any number of addresses.
_IPV6_NETWORK = 64


def visitor_address() -> str:
    """The visitor's network; empty where that is unknown, as on one's own machine.

    Behind a proxy every visitor comes from the proxy's address.  The header in which it passes on
    the visitor's counts only if the host has named it: anybody may send one.
    """
    header = address_header()
    if header is None:
        return network(st.context.ip_address)
    # What a visitor has made up stands first, what the proxy has seen stands last.
    return network((st.context.headers.get(header) or "").rpartition(",")[2])


def network(address: str | None) -> str:
    """An IPv4 address as it is, of an IPv6 address the network; empty for what is neither."""
    try:
        found = ipaddress.ip_address((address or "").strip())
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _IPV6_NETWORK), strict=False))
