"""Who is asking, as far as an address on the network tells it."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def address_of(request: HttpRequest) -> str:
    """The caller's address, behind as many proxies as there are of ours (``OPSLAGSTAVLE_PROXIES``).

    Each proxy writes whom it heard from at the end of X-Forwarded-For. What stands further to the front anyone can have written.
    """
    heard_from = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXIES:
        chain = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
        ]
        if chain:
            heard_from = chain[-min(settings.PROXIES, len(chain))]
    return heard_from


def network_of(address: str) -> str:
    """What one caller can be told apart by: an IPv6 caller has all of a /64 network.

    >>> network_of("2001:db8:1:2:3:4:5:6"), network_of("192.0.2.7"), network_of("nonsense")
    ('2001:db8:1:2::/64', '192.0.2.7', 'nonsense')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if found.version == 6 and found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def unnamed(who: str) -> str:
    """A name for a caller that nobody can read back, and that only this installation can make."""
    return salted_hmac("opslagstavle.callers", who, algorithm="sha256").hexdigest()[:32]
