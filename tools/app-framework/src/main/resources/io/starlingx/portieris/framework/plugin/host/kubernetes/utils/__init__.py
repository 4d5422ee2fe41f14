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
    made, failures = [], []
    for found in yaml_objects:
        if found is None:
            continue
        try:
            made.append(create_from_dict(k8s_client, found, verbose, namespace))
        except FailToCreateError as e:
            failures.extend(e.api_exceptions)
    if failures:
        raise FailToCreateError(failures)
    return made


def create_from_dict(k8s_client, data, verbose=False, namespace='default', **ignored):
    made, failures = [], []
    for item in _items(data):
        try:
            made.append(models.received(client.created(item, _place(item, namespace))))
        except client.ApiException as e:
            failures.append(e)
    if failures:
        raise FailToCreateError(failures)
    return made


def _items(data):
    """Those of a list; what a list of one kind holds need not name version and kind."""
    if not data['kind'].endswith('List'):
        return [data]
    items = data.get('items') or []
    kind = data['kind'][:-len('List')]
    return [dict(item, apiVersion=data['apiVersion'], kind=kind) for item in items] \
        if kind else items


def _place(item, namespace):
    if item['kind'] in _OF_THE_CLUSTER:
        return ''
    return item.get('metadata', {}).get('namespace') or namespace
