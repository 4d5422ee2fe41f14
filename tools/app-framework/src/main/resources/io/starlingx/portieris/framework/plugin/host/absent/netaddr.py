# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Addresses and networks, as far as plugins tell one kind from the other."""

import ipaddress


class AddrFormatError(ValueError):
    pass


def _read(kind, value):
    try:
        return kind(value)
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
        return type(self) is type(other) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())


class IPAddress(_Wrapped):

    _KINDS = {None: ipaddress.ip_address, 4: ipaddress.IPv4Address, 6: ipaddress.IPv6Address}

    def __init__(self, addr, version=None):
        super().__init__(
            _read(self._KINDS[version], addr if isinstance(addr, int) else str(addr)))

    def _key(self):
        return self._value


class IPNetwork(_Wrapped):
    """A network and the address in it that it was written with."""

    _KINDS = {None: ipaddress.ip_interface, 4: ipaddress.IPv4Interface, 6: ipaddress.IPv6Interface}

    def __init__(self, addr, implicit_prefix=False, version=None):
        super().__init__(_read(self._KINDS[version], str(addr)))

    @property
    def ip(self):
        return IPAddress(self._value.ip)

    @property
    def prefixlen(self):
        return self._value.network.prefixlen

    @property
    def network(self):
        return IPAddress(self._value.network.network_address)

    def __contains__(self, other):
        if isinstance(other, IPNetwork):
            return self.version == other.version and other._key().subnet_of(self._key())
        return _read(ipaddress.ip_address, str(other)) in self._key()

    def _key(self):
        return self._value.network


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
