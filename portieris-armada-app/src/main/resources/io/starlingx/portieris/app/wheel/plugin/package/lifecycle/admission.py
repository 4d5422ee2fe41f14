# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The failurePolicy of the application's admission webhooks.

While an application is updated, its old webhook does not know what its new configuration asks
it, and a cluster that is restored has no webhook at all. Refusing pods then would stop what is
to bring the webhook back; so such a time is passed with Ignore. The configurations themselves
stay in place, with all their rules.
"""

import glob
import os

from oslo_log import log as logging
import yaml

from .. import descriptor
from . import user_overrides

LOG = logging.getLogger(__name__)

_RELAXED = 'Ignore'
_UPDATING = ('updating', 'update-starting')


def is_updating(app_op, app):
    """Whether the apply under way is the last part of an update."""
    return app_op._dbapi.kube_app_get(app.name).status in _UPDATING


def relax_values(app, admission):
    """Relaxes the policy in the values that are about to be applied, after the platform has
    written system and user overrides there. The next apply writes them anew.
    """
    for manifest in glob.glob(os.path.join(app.sync_fluxcd_manifest, '*', 'helmrelease.yaml')):
        with open(manifest) as f:
            release = next(yaml.safe_load_all(f))
        if descriptor.get(release, 'metadata.name') == admission['chart']:
            pattern = os.path.join(os.path.dirname(manifest), '*-system-overrides.yaml')
            for file in glob.glob(pattern):
                _relax_file(file, admission['value'])


def _relax_file(file, path):
    with open(file) as f:
        values = yaml.safe_load(f) or {}
    descriptor.put(values, path, _RELAXED)
    aside = file + '.new'
    with open(aside, 'w') as f:
        yaml.safe_dump(values, f, default_flow_style=False)
    os.chmod(aside, 0o644)
    os.replace(aside, file)


def relax(app_op, app, admission):
    """Relaxes the policy in the cluster."""
    _set_policy(app_op, admission, _RELAXED)


def enforce(app_op, app, admission):
    """Gives the webhooks in the cluster the policy that the application is configured with."""
    _set_policy(app_op, admission, _configured(app_op, app, admission))


def _configured(app_op, app, admission):
    chart, namespace = admission['chart'], admission['namespace']
    app_id = app_op._dbapi.kube_app_get(app.name).id
    for values in (user_overrides.read(app_op._dbapi, app_id, chart, namespace),
                   descriptor.values(chart, namespace)):
        policy = descriptor.get(values, admission['value'])
        if policy in ('Fail', 'Ignore'):
            return policy
    return admission['default']


def _set_policy(app_op, admission, policy):
    """Tries every configuration before it tells of what went wrong."""
    api = app_op._kube._get_kubernetesclient_admission_registration()
    failures = []
    for configuration in admission['configurations']:
        try:
            _set_policy_of(api, configuration, policy)
        except Exception as e:
            LOG.exception('failurePolicy of %(kind)s configuration %(name)s', configuration)
            failures.append(e)
    if failures:
        raise failures[0]


def _set_policy_of(api, configuration, policy):
    kind, name = configuration['kind'], configuration['name']
    find = getattr(api, 'list_%s_webhook_configuration' % kind)
    patch = getattr(api, 'patch_%s_webhook_configuration' % kind)
    for found in find(field_selector='metadata.name=' + name).items:
        changed = [{'name': webhook.name, 'failurePolicy': policy}
                   for webhook in found.webhooks or []
                   if webhook.name in configuration['webhooks']
                   and webhook.failure_policy != policy]
        if changed:
            # A strategic merge: webhooks are told apart by name, all others stay.
            patch(name, {'webhooks': changed})
            LOG.info('%s configuration %s: failurePolicy %s of %s', kind, name, policy,
                     ', '.join(webhook['name'] for webhook in changed))
