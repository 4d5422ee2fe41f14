from sysinv.common import exception


class AppLifecycleOperator(object):

    def app_lifecycle_actions(self, context, conductor_obj, app_op, app, hook_info):
        hook = (hook_info.lifecycle_type, hook_info.operation, hook_info.relative_timing)
        app_op.base_hooks.append(hook)
        if hook == ('check', 'apply', 'pre') and hook_info.mode == 'auto':
            raise exception.LifecycleSemanticCheckException(
                'Automatic apply is disabled for %s.' % app.name)
        if hook == ('resource', 'apply', 'pre'):
            app_op._kube.create_registry_key('portieris')
        if hook == ('resource', 'remove', 'post'):
            app_op._kube.delete_registry_key('portieris')
