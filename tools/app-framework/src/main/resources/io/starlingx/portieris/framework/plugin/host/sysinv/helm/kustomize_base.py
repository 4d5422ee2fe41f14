# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The base of operators that change what is deployed."""

import abc
import os

import yaml


class FluxCDKustomizeOperator(abc.ABC):
    """Takes releases out of the manifests for as long as an apply lasts."""

    def __init__(self, manifest_fqpn=None):
        self.removed = []
        self.releases = []
        self.manifest_path = None
        self.kustomization_resources = []
        self.chart_cleanup = []

    def __str__(self):
        return 'releases: %s' % ', '.join(
            r['name'] for r in self.releases if r['name'] not in self.removed)

    def load(self, application):
        """What this host loads it with."""
        self.releases = list(application['releases'])
        self.manifest_path = application['manifests']
        with open(os.path.join(self.manifest_path, 'kustomization.yaml')) as f:
            self.kustomization_resources = yaml.safe_load(f).get('resources', [])

    def helm_release_resource_delete(self, release):
        """The release is not deployed, and what is deployed of it goes."""
        if release not in self.removed:
            self.removed.append(release)

    def helm_release_cleanup(self, namespace=None, release=None):
        if release:
            self.helm_release_resource_delete(release)

    @abc.abstractmethod
    def platform_mode_kustomize_updates(self, dbapi, mode):
        """Changes for a mode that the application is applied in."""
