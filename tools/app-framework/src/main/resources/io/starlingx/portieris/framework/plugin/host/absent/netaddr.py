# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Addresses and networks, as far as plugins tell one kind from the other."""

import ipaddress


class AddrFormatError(ValueError):
    pass


def _read(kind, text):
    try:
        return kind(text)
    except ValueError as e:
        raise AddrFormatError(str(e)) from e


class _Wrapped(object):

    def __init__(self, value):
        self._value = value

    @property
    def version(self):
        return self._value.version

    def __str__(self):
        return str(self._value)

    def __repr__(self):
        return "%s('%s')" % (type(self).__name__, self)

    def __eq__(self, other):
        return str(self) == str(other)

    def __hash__(self):
        return hash(str(self))


class IPAddress(_Wrapped):

    def __init__(self, addr, version=None):
        super().__init__(_read(ipaddress.ip_address, str(addr)))


class IPNetwork(_Wrapped):

    def __init__(self, addr):
        super().__init__(_read(lambda text: ipaddress.ip_network(text, strict=False), str(addr)))

    @property
    def prefixlen(self):
        return self._value.prefixlen

    @property
    def network(self):
        return IPAddress(self._value.network_address)

    def __contains__(self, address):
        return _read(ipaddress.ip_address, str(address)) in self._value


def valid_ipv4(text, *unused):
    return _is(ipaddress.IPv4Address, text)


def valid_ipv6(text, *unused):
    return _is(ipaddress.IPv6Address, text)


def _is(kind, text):
    try:
        _read(kind, text)
        return True
    except AddrFormatError:
        return False
