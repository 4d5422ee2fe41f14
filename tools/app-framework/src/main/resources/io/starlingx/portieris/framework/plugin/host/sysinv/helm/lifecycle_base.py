# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The base of lifecycle operators: what the platform does around every application."""

from sysinv.common import constants
from sysinv.common import exception
from sysinv.helm import lifecycle_utils


class AppLifecycleOperator(object):

    def app_lifecycle_actions(self, context, conductor_obj, app_op, app, hook_info):
        """For operators to extend; they are to call this as well."""
        hook = hook_info.lifecycle_type, hook_info.operation, hook_info.relative_timing
        if hook_info.lifecycle_type == constants.APP_LIFECYCLE_TYPE_SEMANTIC_CHECK:
            self._check(app, hook_info)
        elif hook == ('resource', 'apply', 'pre'):
            lifecycle_utils.create_local_registry_secrets(app_op, app, hook_info)
        elif hook == ('resource', 'remove', 'post'):
            lifecycle_utils.delete_local_registry_secrets(app_op, app, hook_info)

    @staticmethod
    def _check(app, hook_info):
        if hook_info.operation == constants.APP_APPLY_OP \
                and hook_info.mode == constants.APP_LIFECYCLE_MODE_AUTO:
            raise exception.LifecycleSemanticCheckException(
                'Automatic apply is disabled for %s.' % app.name)
        forbidden = (app.app_metadata.get('behavior') or {}).get('forbidden_manual_operations', [])
        if hook_info.operation in forbidden and not hook_info.extra.get('force'):
            raise exception.LifecycleSemanticCheckException(
                '%s is disabled for this version of %s'
                % (hook_info.operation.capitalize(), app.name))
