# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The namespace's label, such as the one that says whose processors its pods run on."""

import datetime

from oslo_log import log as logging

from . import user_overrides

LOG = logging.getLogger(__name__)


def write(app_op, app, label):
    """Sets the label, and restarts what already runs under another one, one pod at a time."""
    name, namespace = label['label'], label['namespace']
    app_id = app_op._dbapi.kube_app_get(app.name).id
    chosen = user_overrides.read(app_op._dbapi, app_id, label['chart'], namespace).get(name)
    wanted = label['default'] if chosen is None else chosen
    if wanted not in label['accepted']:
        LOG.warning('%s: user override %s: %s is not accepted (accepted: %s)',
                    app.name, name, wanted, ', '.join(label['accepted']))
        return
    core = app_op._kube._get_kubernetesclient_core()
    labels = core.read_namespace(namespace).metadata.labels or {}
    if labels.get(name) == wanted:
        return
    core.patch_namespace(namespace, {'metadata': {'labels': {name: wanted}}})
    LOG.info('%s: namespace %s is labelled %s=%s', app.name, namespace, name, wanted)
    _restart(namespace)


def _restart(namespace):
    # Configured by the call that made the core client; not every release has a method for it.
    from kubernetes import client
    apps = client.AppsV1Api()
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    body = {'spec': {'template': {'metadata': {'annotations': {
        'kubectl.kubernetes.io/restartedAt': now}}}}}
    for kind in ('deployment', 'daemon_set', 'stateful_set'):
        for item in getattr(apps, 'list_namespaced_' + kind)(namespace).items:
            getattr(apps, 'patch_namespaced_' + kind)(item.metadata.name, namespace, body)
