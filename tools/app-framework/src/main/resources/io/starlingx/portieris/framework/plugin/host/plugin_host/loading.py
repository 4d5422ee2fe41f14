# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Finds plugins as the platform does: by entry points of the wheels, in order of their numbers."""

from importlib import metadata
import re

_NUMBERED = re.compile(r'(?P<first>[0-9]{3})_(?P<name>.*?)(_(?P<last>[0-9]{3}))?')

APPLICATIONS = 'systemconfig.helm_applications'
LIFECYCLE = 'systemconfig.app_lifecycle'
KUSTOMIZE = 'systemconfig.fluxcd.kustomize_ops'


class PluginError(Exception):
    """A plugin that cannot be loaded."""


def entry_points(group):
    """Those of a group; a mapping of groups up to Python 3.9, one list from 3.12."""
    found = metadata.entry_points()
    if hasattr(found, 'select'):
        return list(found.select(group=group))
    if hasattr(found, 'get'):
        return list(found.get(group, ()))
    return [point for point in found if point.group == group]


def load(point):
    """What an entry point names."""
    try:
        return point.load()
    except (ImportError, AttributeError) as e:
        raise PluginError('%s = %s of group %s cannot be loaded: %s'
                          % (point.name, point.value, point.group, e)) from e


def _of_application(group, application):
    for point in entry_points(group):
        if point.name == application or _plain(point.name)[1] == application:
            return point
    return None


def _plain(name):
    """Priority and name of a numbered entry."""
    match = _NUMBERED.fullmatch(name)
    if not match:
        return ('', ''), name
    return (match.group('first'), match.group('last') or ''), match.group('name')


def charts(application, operator):
    """The chart plugins by name; of two with the same name, the one with the higher number."""
    point = _of_application(APPLICATIONS, application)
    if point is None:
        return {}
    chosen = {}
    for entry in entry_points(point.value):
        priority, name = _plain(entry.name)
        if name not in chosen or priority >= chosen[name][0]:
            chosen[name] = priority, entry
    return {name: load(entry)(operator)
            for name, (_, entry) in sorted(chosen.items(), key=lambda item: item[1][1].name)}


def lifecycle(application):
    """The application's lifecycle operator; the platform's own where it has none."""
    point = _of_application(LIFECYCLE, application)
    if point is None:
        from sysinv.helm.lifecycle_generic import GenericAppLifecycleOperator
        return GenericAppLifecycleOperator()
    return load(point)()


def kustomize(application):
    """The application's kustomize operator; none where it has none."""
    point = _of_application(KUSTOMIZE, application)
    return load(point)() if point else None
