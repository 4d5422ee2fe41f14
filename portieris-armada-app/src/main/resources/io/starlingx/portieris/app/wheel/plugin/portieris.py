# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0

import json
import pkgutil

from sysinv.common import exception
from sysinv.helm import base


class PortierisHelm(base.FluxCDBaseHelm):
    """Returns the overrides that were computed when the application was built."""

    CHART = 'portieris'
    HELM_RELEASE = 'portieris'
    SUPPORTED_NAMESPACES = ['portieris']
    SUPPORTED_APP_NAMESPACES = {'portieris': ['portieris']}

    def get_namespaces(self):
        return list(self.SUPPORTED_NAMESPACES)

    def get_overrides(self, namespace=None):
        # Read anew each time: sysinv asks from several threads and may change what it gets.
        text = pkgutil.get_data('k8sapp_portieris', 'system_overrides.json')
        computed = json.loads(text.decode('utf-8')).get(self.HELM_RELEASE, {})
        overrides = {name: computed.get(name, {}) for name in self.SUPPORTED_NAMESPACES}
        if namespace is None:
            return overrides
        if namespace in overrides:
            return overrides[namespace]
        raise exception.InvalidHelmNamespace(chart=self.CHART, namespace=namespace)
