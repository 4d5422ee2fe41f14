# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""What code that also ran on Python 2 still imports."""

import io
from urllib import parse, request  # noqa: F401

PY2, PY3 = False, True
string_types, integer_types, text_type, binary_type = (str,), (int,), str, bytes
StringIO, BytesIO = io.StringIO, io.BytesIO


def add_metaclass(metaclass):
    def again(cls):
        body = {name: value for name, value in vars(cls).items()
                if name not in ('__dict__', '__weakref__')}
        return metaclass(cls.__name__, cls.__bases__, body)
    return again


def iteritems(mapping):
    return iter(mapping.items())


def itervalues(mapping):
    return iter(mapping.values())


def u(text):
    return text


def b(text):
    return text.encode('latin-1')
