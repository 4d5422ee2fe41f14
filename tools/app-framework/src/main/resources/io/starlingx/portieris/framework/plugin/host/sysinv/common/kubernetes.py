# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The platform's Kubernetes operator. Every call goes to the cluster through the parent."""

from kubernetes import client
from kubernetes.client.rest import ApiException
from plugin_host import channel

NAMESPACE_KUBE_SYSTEM = 'kube-system'
NAMESPACE_KUBE_PUBLIC = 'kube-public'
CERT_MANAGER_GROUP = 'cert-manager.io'
CERT_MANAGER_VERSION = 'v1'
CERT_MANAGER_CERTIFICATE = 'certificates'
KUBE_APISERVER = 'kube-apiserver'


def __getattr__(name):
    # Told to those who ask: few plugins need the file.
    if name == 'KUBERNETES_ADMIN_CONF':
        return channel.ask('kubeconfig')
    raise AttributeError(name)


def _found(call, *arguments, **options):
    """None when there is no such object."""
    try:
        return call(*arguments, **options)
    except ApiException as e:
        if e.status == 404:
            return None
        raise


class KubeOperator(object):

    def __init__(self, host=None):
        self._core, self._custom = client.CoreV1Api(), client.CustomObjectsApi()

    def _get_kubernetesclient_core(self):
        return self._core

    def _get_kubernetesclient_custom_objects(self):
        return self._custom

    def _get_kubernetesclient_apps(self):
        return client.AppsV1Api()

    def _get_kubernetesclient_batch(self):
        return client.BatchV1Api()

    def _get_kubernetesclient_policy(self):
        return client.PolicyV1Api()

    def _get_kubernetesclient_authorization(self):
        return client.RbacAuthorizationV1Api()

    def _get_kubernetesclient_extensions(self):
        return client.ApiextensionsV1Api()

    def _get_kubernetesclient_storage(self):
        return client.StorageV1Api()

    def _get_kubernetesclient_admission_registration(self):
        return client.AdmissionregistrationV1Api()

    # Nodes, pods.

    def kube_get_nodes(self):
        return self._core.list_node().items

    def kube_patch_node(self, name, body):
        return self._core.patch_node(name, body)

    def kube_get_all_pods(self):
        return self._core.list_pod_for_all_namespaces().items

    def kube_get_pods_by_selector(self, namespace, label_selector='', field_selector=''):
        return self._core.list_namespaced_pod(
            namespace, label_selector=label_selector, field_selector=field_selector).items

    def kube_delete_pod(self, name, namespace, **kwargs):
        return _found(self._core.delete_namespaced_pod, name, namespace,
                      **_grace(kwargs)) is not None

    # Namespaces.

    def kube_get_namespace(self, namespace):
        return _found(self._core.read_namespace, namespace)

    def kube_get_namespace_name_list(self):
        return [found.metadata.name for found in self._core.list_namespace().items]

    def kube_create_namespace(self, namespace):
        try:
            return self._core.create_namespace({'metadata': {'name': namespace}})
        except ApiException as e:
            if e.status != 409:
                raise

    def kube_patch_namespace(self, name, body):
        return self._core.patch_namespace(name, body)

    def kube_delete_namespace(self, namespace, **kwargs):
        return _found(self._core.delete_namespace, namespace, **_grace(kwargs))

    # Secrets and configuration.

    def kube_get_secret(self, name, namespace, **kwargs):
        return _found(self._core.read_namespaced_secret, name, namespace)

    def kube_list_secret(self, namespace):
        return self._core.list_namespaced_secret(namespace).items

    def kube_create_secret(self, namespace, body):
        return self._core.create_namespaced_secret(namespace, body)

    def kube_copy_secret(self, name, src_namespace, dst_namespace):
        found = self._core.read_namespaced_secret(name, src_namespace)
        return self.kube_create_secret(dst_namespace, {
            'metadata': {'name': name, 'namespace': dst_namespace},
            'type': found.type, 'data': dict(found.data or {})})

    def kube_patch_secret(self, name, namespace, body):
        return self._core.patch_namespaced_secret(name, namespace, body)

    def kube_delete_secret(self, name, namespace, **kwargs):
        return _found(self._core.delete_namespaced_secret, name, namespace, **_grace(kwargs))

    def kube_get_config_map(self, name, namespace):
        return _found(self._core.read_namespaced_config_map, name, namespace)

    def kube_read_config_map(self, name, namespace):
        return self.kube_get_config_map(name, namespace)

    def kube_create_config_map(self, namespace, body):
        return self._core.create_namespaced_config_map(namespace, body)

    def kube_copy_config_map(self, name, src_namespace, dst_namespace):
        found = self._core.read_namespaced_config_map(name, src_namespace)
        return self.kube_create_config_map(dst_namespace, {
            'metadata': {'name': name, 'namespace': dst_namespace},
            'data': dict(found.data or {})})

    def kube_patch_config_map(self, name, namespace, body):
        return self._core.patch_namespaced_config_map(name, namespace, body)

    def kube_delete_config_map(self, name, namespace, **kwargs):
        return _found(self._core.delete_namespaced_config_map, name, namespace, **_grace(kwargs))

    def kube_get_service_account(self, name, namespace):
        return _found(self._core.read_namespaced_service_account, name, namespace)

    def kube_create_service_account(self, namespace, body):
        return self._core.create_namespaced_service_account(namespace, body)

    def kube_delete_persistent_volume_claim(self, namespace, **kwargs):
        self._core.delete_collection_namespaced_persistent_volume_claim(namespace)

    def kube_delete_collection_namespaced_job(self, namespace, label):
        client.BatchV1Api().delete_collection_namespaced_job(
            namespace, label_selector=label, propagation_policy='Foreground')

    def kube_get_kubernetes_version(self):
        return client.VersionApi().get_code().git_version

    # Webhooks.

    def kube_get_validating_webhook_configurations_by_selector(self, label_selector):
        return client.AdmissionregistrationV1Api().list_validating_webhook_configuration(
            label_selector=label_selector).items

    def kube_get_mutating_webhook_configurations_by_selector(self, label_selector):
        return client.AdmissionregistrationV1Api().list_mutating_webhook_configuration(
            label_selector=label_selector).items

    def kube_delete_validating_webhook_configuration(self, name, **kwargs):
        return _found(client.AdmissionregistrationV1Api().delete_validating_webhook_configuration,
                      name, **_grace(kwargs)) is not None

    def kube_delete_mutating_webhook_configuration(self, name, **kwargs):
        return _found(client.AdmissionregistrationV1Api().delete_mutating_webhook_configuration,
                      name, **_grace(kwargs)) is not None

    # Custom resources.

    def get_custom_resource(self, group, version, namespace, plural, name):
        return _found(
            self._custom.get_namespaced_custom_object, group, version, namespace, plural, name)

    def list_custom_resources(self, group, version, plural, **options):
        return self._custom.list_cluster_custom_object(
            group, version, plural, **options).get('items', [])

    def list_namespaced_custom_objects(self, group, version, namespace, plural, **options):
        return self._custom.list_namespaced_custom_object(
            group, version, namespace, plural, **options).get('items', [])

    def apply_custom_resource(self, group, version, namespace, plural, name, body):
        if self.get_custom_resource(group, version, namespace, plural, name) is None:
            return self._custom.create_namespaced_custom_object(
                group, version, namespace, plural, body)
        return self._custom.patch_namespaced_custom_object(
            group, version, namespace, plural, name, body)

    def delete_custom_resource(self, group, version, namespace, plural, name):
        return _found(
            self._custom.delete_namespaced_custom_object, group, version, namespace, plural, name)


def _grace(kwargs):
    """The platform spells one option in two ways."""
    options = dict(kwargs)
    if 'grace_periods_seconds' in options:
        options['grace_period_seconds'] = options.pop('grace_periods_seconds')
    return options
