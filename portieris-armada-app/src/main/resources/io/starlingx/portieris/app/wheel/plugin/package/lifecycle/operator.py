# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""What is done around the operations on the application.

What may fail an operation, and what is only logged:

    check   apply, update pre    a refused user override fails it, before anything has changed
    check   update pre           moving user overrides fails it: a setting would be lost silently
    resource update pre          the same
    resource apply pre           a replaced release that stays fails an update: Helm would refuse it;
                                 label and image push are logged: neither decides whether it works
    manifest apply pre           logged: without it, the update is only less smooth
    manifest apply post          an admission policy that cannot be restored fails the apply;
                                 after a failure of the apply itself it is logged
    resource apply post          logged: the apply has failed already
    operation backup pre         logged: a backup is worth more than a smooth restore
    operation backup, restore post   fails it: images would go unchecked
"""

from oslo_log import log as logging

from sysinv.common import exception
from sysinv.helm import lifecycle_base

from .. import descriptor
from . import admission
from . import image_archives
from . import namespace_label
from . import replaced_releases
from . import user_overrides

LOG = logging.getLogger(__name__)


class LifecycleOperator(lifecycle_base.AppLifecycleOperator):

    def app_lifecycle_actions(self, context, conductor_obj, app_op, app, hook_info):
        # First: it refuses operations, and makes the namespaces and their registry key.
        super().app_lifecycle_actions(context, conductor_obj, app_op, app, hook_info)
        hook = (hook_info.lifecycle_type, hook_info.operation, hook_info.relative_timing)
        step = self._STEPS.get(hook)
        if step:
            step(self, app_op, app, hook_info.extra or {}, descriptor.lifecycle())

    def _check_apply(self, app_op, app, extra, lifecycle):
        rules = lifecycle.get('user_overrides', [])
        row = app_op._dbapi.kube_app_get(app.name)
        user_overrides.check(app_op._dbapi, row.id, rules)

    def _check_update(self, app_op, app, extra, lifecycle):
        # Asked of the old version as well, by its own plugin.
        if not extra.get('to_app'):
            return
        rules = lifecycle.get('user_overrides', [])
        for row in user_overrides.other_versions(app_op._dbapi, app.name):
            user_overrides.check(app_op._dbapi, row.id, rules)
        self._before_update(app_op, app, extra, lifecycle)

    def _before_update(self, app_op, app, extra, lifecycle):
        """User overrides are adapted where the platform is about to copy them from.

        Asked twice where the platform has a hook of its own for it: there is nothing left
        to do then.
        """
        rules = lifecycle.get('user_overrides', [])
        try:
            for row in user_overrides.other_versions(app_op._dbapi, app.name):
                user_overrides.adapt(app_op._dbapi, row.id, rules)
        except Exception as e:
            LOG.exception('%s: user overrides cannot be adapted', app.name)
            raise exception.LifecycleSemanticCheckException(
                'User overrides of %s cannot be adapted: %s' % (app.name, e))

    def _before_apply(self, app_op, app, extra, lifecycle):
        if lifecycle.get('replaced_releases') and admission.is_updating(app_op, app):
            replaced_releases.remove_all(app_op, lifecycle['replaced_releases'])
        if lifecycle.get('namespace_label'):
            _logged(app, namespace_label.write, app_op, app, lifecycle['namespace_label'])
        if lifecycle.get('image_archives'):
            _logged(app, image_archives.push_all, app)

    def _before_manifest(self, app_op, app, extra, lifecycle):
        if lifecycle.get('admission') and admission.is_updating(app_op, app):
            _logged(app, admission.relax_values, app, lifecycle['admission'])

    def _after_manifest(self, app_op, app, extra, lifecycle):
        if not lifecycle.get('admission'):
            return
        if extra.get('manifest_applied'):
            admission.enforce(app_op, app, lifecycle['admission'])
        else:
            _logged(app, admission.enforce, app_op, app, lifecycle['admission'])

    def _after_failure(self, app_op, app, extra, lifecycle):
        if lifecycle.get('admission'):
            _logged(app, admission.enforce, app_op, app, lifecycle['admission'])

    def _before_backup(self, app_op, app, extra, lifecycle):
        if lifecycle.get('admission'):
            _logged(app, admission.relax, app_op, app, lifecycle['admission'])

    def _after_backup(self, app_op, app, extra, lifecycle):
        if lifecycle.get('admission'):
            admission.enforce(app_op, app, lifecycle['admission'])

    # As sysinv.common.constants spells them; not every release has every name.
    _STEPS = {
        ('check', 'apply', 'pre'): _check_apply,
        ('check', 'update', 'pre'): _check_update,
        ('resource', 'update', 'pre'): _before_update,
        ('resource', 'apply', 'pre'): _before_apply,
        ('manifest', 'apply', 'pre'): _before_manifest,
        ('manifest', 'apply', 'post'): _after_manifest,
        ('resource', 'apply', 'post'): _after_failure,
        ('operation', 'backup', 'pre'): _before_backup,
        ('operation', 'backup', 'post'): _after_backup,
        ('operation', 'restore', 'post'): _after_backup,
    }


def _logged(app, step, *arguments):
    try:
        step(*arguments)
    except Exception:
        LOG.exception('%s: %s failed, which is passed over', app.name, step.__name__)
