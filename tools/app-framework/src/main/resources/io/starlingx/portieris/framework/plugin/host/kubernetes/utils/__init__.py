# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Makes objects that are written down in YAML."""

from kubernetes import client
from kubernetes.client import models
import yaml

_OF_THE_CLUSTER = {
    'APIService', 'ClusterRole', 'ClusterRoleBinding', 'CSIDriver', 'CustomResourceDefinition',
    'IngressClass', 'MutatingWebhookConfiguration', 'Namespace', 'Node', 'PersistentVolume',
    'PriorityClass', 'RuntimeClass', 'StorageClass', 'ValidatingWebhookConfiguration'}


class FailToCreateError(Exception):
    """Those that could not be made, and why."""

    def __init__(self, api_exceptions):
        self.api_exceptions = api_exceptions
        super().__init__('; '.join(map(str, api_exceptions)))


def create_from_yaml(k8s_client, yaml_file=None, yaml_objects=None, verbose=False,
                     namespace='default', **ignored):
    if yaml_objects is None:
        with open(yaml_file) as f:
            yaml_objects = list(yaml.safe_load_all(f))
    return [create_from_dict(k8s_client, found, verbose, namespace)
            for found in yaml_objects if found]


def create_from_dict(k8s_client, data, verbose=False, namespace='default', **ignored):
    items = data.get('items', []) if data['kind'].endswith('List') else [data]
    made, failures = [], []
    for item in items:
        try:
            made.append(models.received(client.created(item, _place(item, namespace))))
        except client.ApiException as e:
            failures.append(e)
    if failures:
        raise FailToCreateError(failures)
    return made


def _place(item, namespace):
    if item['kind'] in _OF_THE_CLUSTER:
        return ''
    return item.get('metadata', {}).get('namespace') or namespace
