# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The application operator and its applications, as lifecycle operators are given them."""

import os
from types import SimpleNamespace

import yaml

from sysinv.common.kubernetes import KubeOperator
from sysinv.helm.helm import HelmOperator


class Application(object):
    """Where the parts of an application are."""

    def __init__(self, application):
        self.id = application['id']
        self.name = application['name']
        self.version = application['version']
        self.status = application['status']
        self.active = application['active']
        self.mode = application.get('mode')
        self.inst_path = application['tree']
        self.inst_charts_dir = os.path.join(self.inst_path, 'charts')
        self.inst_plugins_dir = os.path.join(self.inst_path, 'plugins')
        self.sync_fluxcd_manifest = application['manifests']
        self.sync_overrides_dir = application['manifests']
        self.sync_plugins_dir = self.inst_plugins_dir
        self.system_app = True
        self.is_fluxcd_app = True
        self.charts = application['releases']
        self.app_metadata = self._metadata()

    def _metadata(self):
        try:
            with open(os.path.join(self.inst_path, 'metadata.yaml')) as f:
                return yaml.safe_load(f) or {}
        except FileNotFoundError:
            return {}


class AppOperator(object):

    Application = Application
    DOCKER_REGISTRY_SECRET = 'default-registry-key'

    def __init__(self, dbapi, application, aborted):
        self._dbapi = dbapi
        self._kube = KubeOperator()
        self._helm = HelmOperator(dbapi, application)
        self._aborted = aborted
        self.has_handled_registry_secrets = False
        self.conductor = SimpleNamespace(dbapi=dbapi, _app=self)

    def is_app_aborted(self, app_name):
        return self._aborted

    def _update_kubernetes_labels(self, hostname, labels):
        self._kube.kube_patch_node(hostname, {'metadata': {'labels': labels}})
