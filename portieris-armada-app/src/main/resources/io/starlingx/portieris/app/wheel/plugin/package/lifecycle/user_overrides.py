# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""User overrides in sysinv's database, as maps."""

from oslo_log import log as logging
import yaml

from sysinv.common import exception

from .. import descriptor

LOG = logging.getLogger(__name__)

# How an earlier plugin wrote that an override had no value.
_NO_VALUE = '~'


def other_versions(dbapi, name):
    """The rows of the versions that are not in use: during an update, the old one."""
    rows = dbapi.kube_app_get_inactive(name) or []
    return rows if isinstance(rows, (list, tuple)) else [rows]


def read(dbapi, app_id, chart, namespace):
    """The user overrides of a chart; an empty map when there are none."""
    try:
        text = dbapi.helm_override_get(app_id, chart, namespace).user_overrides
    except exception.HelmOverrideNotFound:
        return {}
    values = yaml.safe_load(text or '') or {}
    if not isinstance(values, dict):
        raise ValueError('the user overrides of chart %s are no mapping' % chart)
    return values


def check(dbapi, app_id, rules):
    """Refuses overrides with which the chart cannot be rendered."""
    for rule in rules:
        if 'refuse' in rule:
            values = read(dbapi, app_id, rule['chart'], rule['namespace'])
            if descriptor.get(values, rule['key']) is not None:
                raise exception.LifecycleSemanticCheckException(
                    'User override %s of chart %s: %s'
                    % (rule['key'], rule['chart'], rule['refuse']))


def adapt(dbapi, app_id, rules):
    """Moves, restores and drops what the rules name. A second time, nothing changes."""
    for rule in rules:
        values = read(dbapi, app_id, rule['chart'], rule['namespace'])
        value = descriptor.get(values, rule['key'])
        if value is None or 'refuse' in rule:
            continue
        LOG.info('user override %s of chart %s is adapted', rule['key'], rule['chart'])
        if 'move_to' in rule:
            _put(dbapi, app_id, rule['move_to'], rule['namespace'], value)
            # The target may be in the same map.
            values = read(dbapi, app_id, rule['chart'], rule['namespace'])
        elif 'restore' in rule and value == _NO_VALUE:
            descriptor.pop(values, rule['restore'])
        elif 'restore' in rule:
            descriptor.put(values, rule['restore'], value)
        descriptor.pop(values, rule['key'])
        _write(dbapi, app_id, rule['chart'], rule['namespace'], values)


def _put(dbapi, app_id, target, namespace, value):
    values = read(dbapi, app_id, target['chart'], namespace)
    if descriptor.get(values, target['key']) is None:
        descriptor.put(values, target['key'], value)
        _write(dbapi, app_id, target['chart'], namespace, values)


def _write(dbapi, app_id, chart, namespace, values):
    text = yaml.safe_dump(values, default_flow_style=False) if values else None
    try:
        dbapi.helm_override_get(app_id, chart, namespace)
        dbapi.helm_override_update(app_id, chart, namespace, {'user_overrides': text})
    except exception.HelmOverrideNotFound:
        dbapi.helm_override_create({
            'app_id': app_id, 'name': chart, 'namespace': namespace, 'user_overrides': text})
