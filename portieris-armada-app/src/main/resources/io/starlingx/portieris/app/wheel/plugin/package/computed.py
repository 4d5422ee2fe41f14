# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""A chart plugin that returns what was computed when the application was built."""

from sysinv.common import exception
from sysinv.helm import base

from . import descriptor

# Releases that apply Armada manifests have only the older class.
_Base = getattr(base, 'FluxCDBaseHelm', None) or base.BaseHelm


class ComputedHelm(_Base):
    """Adds to the computed overrides what only the platform knows when it asks."""

    def get_namespaces(self):
        return list(self.SUPPORTED_NAMESPACES)

    def get_overrides(self, namespace=None):
        if namespace is None:
            return {name: self._overrides(name) for name in self.SUPPORTED_NAMESPACES}
        if namespace in self.SUPPORTED_NAMESPACES:
            return self._overrides(namespace)
        raise exception.InvalidHelmNamespace(chart=self.CHART, namespace=namespace)

    def _overrides(self, namespace):
        ipv6, role = False, None
        if descriptor.varies():
            ipv6 = bool(self._is_ipv6_cluster_service())
            role = self._distributed_cloud_role() or None
        overrides = descriptor.values(self.HELM_RELEASE, namespace, ipv6, role)
        replicas = descriptor.chart(self.HELM_RELEASE).get('replicas')
        if replicas and descriptor.get(overrides, replicas) is None:
            descriptor.put(overrides, replicas, self._num_replicas_for_platform_app())
        return overrides
