# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The two things that the platform asks plugins for: overrides, and what is done in a hook."""

from concurrent import futures
import sys
import traceback

from sysinv.common import exception
from sysinv.conductor.kube_app import Application, AppOperator
from sysinv.db import api
from sysinv.helm.helm import HelmOperator
from sysinv.helm.lifecycle_hook import LifecycleHookInfo

from . import loading
from .database import Database


def run(request):
    """The result of a request, or how it failed: never an exception."""
    for wheel in request['wheels']:
        sys.path.insert(0, wheel)
    database = Database(request)
    api.use(database)
    try:
        result = _TASKS[request['task']](request, database)
    except exception.LifecycleSemanticCheckException as e:
        result = {'failure': 'rejected', 'text': str(e)}
    except exception.ApplicationApplyFailure as e:
        result = dict(_failed(e), failure='again')
    except BaseException as e:  # not even SystemExit may end this without an answer
        result = _failed(e)
    result['user_overrides'] = database.changed_overrides()
    return result


def _failed(e):
    traceback.print_exc()
    last = traceback.format_exception_only(type(e), e)[-1].strip()
    return {'failure': 'failed', 'text': last, 'plugin': _plugin(e)}


def _plugin(e):
    """The module of the wheel in which it happened."""
    place = ''
    for frame, line in traceback.walk_tb(e.__traceback__):
        module = frame.f_globals.get('__name__', '')
        if module and not module.startswith(_OURS):
            place = '%s:%d' % (module, line)
    return place


_OURS = ('plugin_host', 'sysinv', 'concurrent', 'importlib', '__main__', 'kubernetes', '<')


def _overrides(request, database):
    """The values of every chart by namespace, and the releases that are not to be deployed."""
    application = request['application']
    operator = HelmOperator(database, application)
    plugins = operator.chart_operators
    charts = {}
    # In threads, as the platform does.
    with futures.ThreadPoolExecutor(max_workers=8) as pool:
        asked = {name: pool.submit(_chart, plugin, application['name'])
                 for name, plugin in plugins.items()}
        for name, future in asked.items():
            charts[name] = future.result()
    return {'charts': charts, 'removed': _removed(application, database, plugins)}


def _chart(plugin, application):
    return {namespace: plain(plugin.get_overrides(namespace) or {})
            for namespace in plugin.get_namespaces_by_app(application)}


def _removed(application, database, plugins):
    operator = loading.kustomize(application['name'])
    if operator is None or not getattr(operator, 'APP', None):
        return []
    operator.load(application)
    operator.platform_mode_kustomize_updates(database, application.get('mode'))
    for plugin in plugins.values():
        plugin.execute_kustomize_updates(operator)
    return operator.removed


def _hook(request, database):
    asked = request['hook']
    info = LifecycleHookInfo()
    info.init(asked['mode'], asked['type'], asked['timing'], asked['operation'])
    info.extra.update(asked['extra'])
    operator = AppOperator(database, request['application'], asked.get('aborted', False))
    loading.lifecycle(request['application']['name']).app_lifecycle_actions(
        None, operator.conductor, operator, Application(request['application']), info)
    return {'registry_secrets': operator.has_handled_registry_secrets}


_TASKS = {'overrides': _overrides, 'hook': _hook}


def plain(value):
    """As JSON has it."""
    if isinstance(value, dict):
        return {text(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(inner) for inner in value]
    if isinstance(value, bytes):
        return value.decode('utf-8')
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    raise TypeError('an override is a %s, which no values file can hold' % type(value).__name__)


def text(key):
    return key if isinstance(key, str) else str(key)

