# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from sysinv.common import exception
from sysinv.helm import base


class Second(base.FluxCDBaseHelm):
    """As the stock generator writes chart plugins; takes its release out where asked to."""

    CHART = 'second'
    HELM_RELEASE = 'second'
    SUPPORTED_NAMESPACES = base.BaseHelm.SUPPORTED_NAMESPACES + ['demo-space']
    SUPPORTED_APP_NAMESPACES = {'demo': ['demo-space']}

    def get_overrides(self, namespace=None):
        overrides = {'demo-space': {}}
        if namespace in self.SUPPORTED_NAMESPACES:
            return overrides[namespace]
        if namespace:
            raise exception.InvalidHelmNamespace(chart=self.CHART, namespace=namespace)
        return overrides

    def execute_kustomize_updates(self, operator):
        if not self._is_enabled(operator.APP, self.CHART, 'demo-space'):
            operator.helm_release_resource_delete(self.HELM_RELEASE)
