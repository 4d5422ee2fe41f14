# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Which hook a lifecycle operator is called in."""

_FIELDS = 'mode', 'lifecycle_type', 'relative_timing', 'operation', 'extra'


class LifecycleHookInfo(object):
    """Its fields are attributes and items."""

    def __init__(self):
        self.init(None, None, None, None)
        self.extra = {}

    def init(self, mode, lifecycle_type, relative_timing, operation):
        self.mode = mode
        self.lifecycle_type = lifecycle_type
        self.relative_timing = relative_timing
        self.operation = operation

    def __contains__(self, name):
        return name in _FIELDS

    def __getitem__(self, name):
        if name not in _FIELDS:
            raise KeyError(name)
        return getattr(self, name)

    def __setitem__(self, name, value):
        setattr(self, name, value)

    def to_dict(self):
        return {name: getattr(self, name) for name in _FIELDS}

    def __str__(self):
        return 'LifecycleHookInfo(%s)' % self.to_dict()
