# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""As much of ruamel.yaml as PyYAML can do: comments are lost."""

import io

import yaml as _yaml
from yaml import YAMLError  # noqa: F401

safe_load, safe_dump = _yaml.safe_load, _yaml.safe_dump


class RoundTripLoader(object):
    pass


class RoundTripDumper(object):
    pass


def round_trip_load(stream, **ignored):
    return _yaml.safe_load(stream)


def round_trip_dump(data, stream=None, **ignored):
    return _yaml.safe_dump(data, stream, default_flow_style=False)


def load(stream, Loader=None, **ignored):
    return _yaml.safe_load(stream)


def dump(data, stream=None, Dumper=None, default_flow_style=False, **ignored):
    return _yaml.safe_dump(data, stream, default_flow_style=bool(default_flow_style))


class YAML(object):

    def __init__(self, typ=None, pure=False, **ignored):
        self.default_flow_style = False
        self.preserve_quotes = True

    def load(self, stream):
        return _yaml.safe_load(stream)

    def load_all(self, stream):
        return _yaml.safe_load_all(stream)

    def dump(self, data, stream):
        stream = stream if hasattr(stream, 'write') else io.open(stream, 'w')
        _yaml.safe_dump(data, stream, default_flow_style=bool(self.default_flow_style))
