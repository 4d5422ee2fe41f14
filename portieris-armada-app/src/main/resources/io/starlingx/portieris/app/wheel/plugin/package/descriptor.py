# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""What this plugin was built with: plain data, computed in advance.

The Python of this package is the same for every application.
"""

import json
import pkgutil


def _load(name):
    # Read anew each time: sysinv asks from several threads and may change what it gets.
    return json.loads(pkgutil.get_data(__package__, name).decode('utf-8'))


def chart(release):
    """The entry of a HelmRelease."""
    return next(c for c in _load('plugin.json')['charts'] if c['name'] == release)


def lifecycle():
    """What is to be done around operations."""
    return _load('plugin.json')['lifecycle']


def values(release, namespace, ipv6=False, role=None):
    """The overrides of a HelmRelease on that kind of system."""
    computed = _load('system_overrides.json')
    for variant in _load('system_variants.json'):
        if variant['ipv6'] == ipv6 and variant['role'] == role:
            computed = variant['values']
    return computed.get(release, {}).get(namespace, {})


def varies():
    """Whether the overrides depend on the kind of system at all."""
    return bool(_load('system_variants.json'))


def get(values, path):
    """The value at a path such as 'image.tag'; None when there is none."""
    for key in path.split('.'):
        values = values.get(key) if isinstance(values, dict) else None
    return values


def put(values, path, value):
    """Sets the value at a path, making the maps on the way."""
    keys = path.split('.')
    for key in keys[:-1]:
        if not isinstance(values.get(key), dict):
            values[key] = {}
        values = values[key]
    values[keys[-1]] = value


def pop(values, path):
    """Takes the value at a path away, and the maps that are empty then."""
    key, _, rest = path.partition('.')
    if not isinstance(values, dict) or key not in values:
        return None
    if not rest:
        return values.pop(key)
    value = pop(values[key], rest)
    if values[key] == {}:
        del values[key]
    return value
