# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Releases of Helm, as the platform finds and removes them."""

from kubernetes import client
from plugin_host import channel


def retrieve_helm_releases():
    """Versions of each release by its name and namespace."""
    releases = {}
    found = client.CoreV1Api().list_secret_for_all_namespaces(label_selector='owner=helm')
    for secret in found.items:
        labels = secret.metadata.labels
        versions = releases.setdefault(labels['name'], {}).setdefault(
            secret.metadata.namespace, [])
        versions.append(labels['version'])
    return releases


def retrieve_helm_v3_releases():
    return retrieve_helm_releases()


def delete_helm_release(release, namespace='default', flags=None):
    channel.ask('uninstall', release=release, namespace=namespace)


def delete_helm_v3_release(release, namespace='default', flags=None):
    delete_helm_release(release, namespace, flags)
