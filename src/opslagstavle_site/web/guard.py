"""Connections that go to public addresses only: whoever may name a source must not reach the machines behind us.

Every name is looked up once, every address it has is checked, and the connection is made to the address that was checked: a
name that answers otherwise the second time (DNS rebinding) changes nothing. A redirect comes through here like any other
request. TLS still asks for, and checks, the name (httpx's request extension ``sni_hostname``,
https://www.python-httpx.org/advanced/extensions/).
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from urllib.request import getproxies, proxy_bypass

import httpx
from django.conf import settings

from opslagstavle_site.web.pace import PACE
from opslagstavle_site.web.source_faults import Fault, SourceFault

_CARRIERS = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
"""Nets of IPv6 whose last four bytes are an IPv4 address: NAT64, and the compatible addresses of RFC 4291."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class GuardedTransport(httpx.BaseTransport):
    """Looks every host up, refuses what is not public, keeps to the pace, and connects to the address it checked."""

    def __init__(self) -> None:
        self._context = ssl.create_default_context()
        self._by_host: dict[str, httpx.HTTPTransport] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.raw_host.decode("ascii")
        if request.url.scheme != "https" and host not in allowed():
            raise SourceFault(
                Fault.REFUSED, f"{request.url.scheme}://{host}: only https is allowed outside the own network"
            )
        proxy = _proxy_for(request.url)
        address = None if proxy and not _is_number(host) else checked_address(host, _port(request.url))
        PACE.wait(host)
        return self._transport(host, proxy).handle_request(_to(request, host, address))

    def _transport(self, host: str, proxy: str | None) -> httpx.HTTPTransport:
        # One for each name: two names may share an address, but a connection's certificate was checked for one of them.
        if host not in self._by_host:
            self._by_host[host] = httpx.HTTPTransport(verify=self._context, proxy=proxy)
        return self._by_host[host]

    def close(self) -> None:
        for transport in self._by_host.values():
            transport.close()


def _to(request: httpx.Request, host: str, address: str | None) -> httpx.Request:
    """The same request to an address; its Host header and its TLS name stay those of the host."""
    if address is None:
        return request
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": host},
    )


def allowed() -> set[str]:
    """Hosts that the operator named: they may lie in the own network, and need no https."""
    named = [settings.TED_API, settings.TED_SITE, *([settings.CVR_API] if settings.CVR_USER else [])]
    own = {httpx.URL(address).raw_host.decode("ascii") for address in named}
    return own | set(settings.INTRANET)


def checked_address(host: str, port: int) -> str:
    """An address of the host to connect to; ``SourceFault`` when it has none, or any that is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise SourceFault(
            Fault.UNREACHABLE, f"the name {host} was not found ({type(error).__name__})"
        ) from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if host not in allowed():
        for address in addresses:
            if not is_public(ipaddress.ip_address(address)):
                raise SourceFault(Fault.REFUSED, f"{host} is {address}, which is not a public address")
    return addresses[0]


def is_public(address: Address) -> bool:
    """Neither private, loopback, link-local, shared nor reserved, also when it is an IPv4 address in IPv6's clothes."""
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if any(address in net for net in _CARRIERS):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def _proxy_for(url: httpx.URL) -> str | None:
    """The proxy this machine is told to use. It looks names up itself, and whom it lets through is its affair."""
    if url.host in settings.INTRANET or proxy_bypass(url.host):
        return None
    return getproxies().get(url.scheme)


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _is_number(host: str) -> bool:
    """An address in place of a name: no proxy is needed to see where it leads."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
