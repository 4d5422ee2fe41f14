# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The platform's Helm operator, as chart plugins are given it."""

from plugin_host import loading

from sysinv.common import exception


class HelmOperator(object):

    def __init__(self, dbapi, application):
        self.dbapi = dbapi
        self.context = {}
        self._application = application
        self._plugins = None

    @property
    def chart_operators(self):
        if self._plugins is None:
            self._plugins = loading.charts(self._application['name'], self)
        return self._plugins

    def get_helm_chart_namespaces(self, chart_name):
        return self.chart_operators[chart_name].get_namespaces()

    def get_helm_application_namespaces(self, app_name):
        """By chart; of the HelmReleases where the application has no chart plugins."""
        namespaces = {name: list(plugin.get_namespaces_by_app(app_name))
                      for name, plugin in self.chart_operators.items()}
        if namespaces:
            return namespaces
        return {release['name']: [release['namespace']]
                for release in self._application['releases']}

    def get_helm_application_overrides(self, app_name, cnamespace=None):
        return {name: plugin.get_overrides(cnamespace)
                for name, plugin in self.chart_operators.items()}

    def get_helm_chart_overrides(self, chart_name, cnamespace=None):
        if chart_name not in self.chart_operators:
            raise exception.HelmOverrideNotFound(name=chart_name, namespace=cnamespace)
        return self.chart_operators[chart_name].get_overrides(cnamespace)
