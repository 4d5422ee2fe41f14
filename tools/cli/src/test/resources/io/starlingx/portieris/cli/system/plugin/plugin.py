# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""A chart plugin and a lifecycle operator as applications of others have them."""

import glob
import os

from oslo_log import log as logging
from sysinv.common import exception
from sysinv.helm import base
from sysinv.helm import lifecycle_base
import yaml

LOG = logging.getLogger(__name__)


class DemoHelm(base.FluxCDBaseHelm):

    CHART = 'demo'
    HELM_RELEASE = 'demo'
    SUPPORTED_NAMESPACES = ['demo-space']
    SUPPORTED_APP_NAMESPACES = {'demo': SUPPORTED_NAMESPACES}

    def get_overrides(self, namespace=None):
        if namespace not in self.SUPPORTED_NAMESPACES:
            raise exception.InvalidHelmNamespace(chart=self.CHART, namespace=namespace)
        return {'data': {'static': 'system', 'd': 'system', 'e': 'system',
                         'replicas': str(self._num_replicas_for_platform_app())}}


class DemoLifecycle(lifecycle_base.AppLifecycleOperator):

    def app_lifecycle_actions(self, context, conductor_obj, app_op, app, hook_info):
        super().app_lifecycle_actions(context, conductor_obj, app_op, app, hook_info)
        hook = '%s/%s/%s' % (
            hook_info.lifecycle_type, hook_info.operation, hook_info.relative_timing)
        told = ','.join('%s=%s' % pair for pair in sorted(hook_info.extra.items()))
        LOG.info('HOOK %s %s %s', app.version, hook, told)
        row = app_op._dbapi.kube_app_get(app.name)
        LOG.info('ACTIVE %s %s, in its row %s', hook, app.active, row.active)
        orders = self._orders(app_op, app)
        meant = {hook, '%s@%s' % (hook, app.version)}
        if meant.intersection(orders.get('reject', [])):
            raise exception.LifecycleSemanticCheckException('not now, says the plugin')
        if meant.intersection(orders.get('fail', [])):
            raise RuntimeError('a step of the plugin')
        if meant.intersection(orders.get('again', [])) and not hook_info.extra.get('rc', True):
            raise exception.ApplicationApplyFailure(name=app.name)
        if hook == 'manifest/apply/pre':
            self._write(app)

    @staticmethod
    def _orders(app_op, app):
        rows = app_op._dbapi.helm_override_get_all(app_op._dbapi.kube_app_get(app.name).id)
        return (yaml.safe_load(rows and rows[0].user_overrides or '') or {}).get('orders', {})

    @staticmethod
    def _write(app):
        """As operators do that relax a value for the time of an apply."""
        for path in glob.glob(os.path.join(
                app.sync_fluxcd_manifest, '*', '*-system-overrides.yaml')):
            with open(path) as f:
                values = yaml.safe_load(f)
            values['data']['written'] = 'by the hook'
            with open(path, 'w') as f:
                yaml.safe_dump(values, f)
