# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""What lifecycle operators call themselves when they do not call their base class."""

import time

from oslo_log import log as logging

from sysinv.common import exception
from sysinv.helm import common

LOG = logging.getLogger(__name__)

_LONGEST_DELETION = 300  # seconds


def _namespaces(app_op, app):
    by_chart = app_op._helm.get_helm_application_namespaces(app.name)
    return sorted({namespace for found in by_chart.values() for namespace in found}
                  - {common.HELM_NS_HELM_TOOLKIT})


def create_local_registry_secrets(app_op, app, hook_info):
    """The registry's key in each namespace of the application, which may have to be made.

    Nothing is copied where kube-system has no such key: there is no registry of the platform.
    """
    app_op.has_handled_registry_secrets = True
    source = app_op._kube.kube_get_secret(app_op.DOCKER_REGISTRY_SECRET, common.HELM_NS_KUBE_SYSTEM)
    for namespace in _namespaces(app_op, app):
        if not app_op._kube.kube_get_namespace(namespace):
            app_op._kube.kube_create_namespace(namespace)
        if source is None or app_op._kube.kube_get_secret(
                app_op.DOCKER_REGISTRY_SECRET, namespace) is not None:
            continue
        app_op._kube.kube_create_secret(namespace, {
            'type': source.type,
            'metadata': {'name': app_op.DOCKER_REGISTRY_SECRET, 'namespace': namespace,
                         'labels': {'app.kubernetes.io/managed-by': 'portieris-system'}},
            'data': dict(source.data)})
        LOG.info('Secret %s of namespace %s is made', app_op.DOCKER_REGISTRY_SECRET, namespace)


def delete_local_registry_secrets(app_op, app, hook_info):
    app_op.has_handled_registry_secrets = True
    for namespace in _namespaces(app_op, app):
        if namespace != common.HELM_NS_KUBE_SYSTEM:
            app_op._kube.kube_delete_secret(
                app_op.DOCKER_REGISTRY_SECRET, namespace, grace_period_seconds=0)


def create_rbd_provisioner_secrets(app_op, app, hook_info):
    """There is no Ceph of the platform here."""


def delete_rbd_provisioner_secrets(app_op, app, hook_info):
    """There is no Ceph of the platform here."""


def delete_namespace(app_op, namespace):
    app_op._kube.kube_delete_namespace(namespace, grace_periods_seconds=0)
    for _ in range(_LONGEST_DELETION):
        if not app_op._kube.kube_get_namespace(namespace):
            return
        time.sleep(1)
    raise exception.KubeNamespaceDeleteTimeout(name=namespace)


def delete_persistent_volume_claim(app_op, namespace):
    app_op._kube.kube_delete_persistent_volume_claim(namespace, timeout_seconds=10)


def delete_configmap(app_op, namespace, configmap):
    app_op._kube.kube_delete_config_map(configmap, namespace)


def add_pod_security_admission_controller_labels(app_op, app, hook_info):
    """Only for namespaces that the platform lists itself."""
