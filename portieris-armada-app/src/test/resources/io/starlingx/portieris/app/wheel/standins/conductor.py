"""What the conductor does around a plugin: its hooks in their order, and its own work between."""

import copy
import json
import os
from importlib import metadata
from types import SimpleNamespace as Object

import yaml
from kubernetes import client
from sysinv.common import exception
from sysinv.helm.lifecycle_hook import LifecycleHookInfo

from cluster import Cluster

GROUP = 'systemconfig.helm_applications'


def entry_points(group):
    """By name, from every distribution on the path."""
    return {point.name: point for distribution in metadata.distributions()
            for point in distribution.entry_points if point.group == group}


def chart_plugins(application, operator):
    """As the platform loads them: the entry's name without its digits is the release's."""
    charts = entry_points(entry_points(GROUP)[application].value)
    return {name[4:]: charts[name].load()(operator) for name in sorted(charts)}


class Database(object):

    def __init__(self):
        self.apps, self.overrides = [], {}
        self.provisioned_controllers, self.ipv6, self.role = 2, False, None

    def add(self, name, version, status):
        app = Object(id=len(self.apps) + 1, name=name, version=version, status=status)
        self.apps.append(app)
        return app

    def kube_app_get(self, name):
        return next(a for a in self.apps if a.name == name and a.status != 'inactive')

    def kube_app_get_inactive(self, name):
        return [a for a in self.apps if a.name == name and a.status == 'inactive']

    def helm_override_get(self, app_id, name, namespace):
        if (app_id, name, namespace) not in self.overrides:
            raise exception.HelmOverrideNotFound(name=name, namespace=namespace)
        return Object(user_overrides=self.overrides[app_id, name, namespace])

    def helm_override_update(self, app_id, name, namespace, values):
        self.helm_override_get(app_id, name, namespace)
        self.overrides[app_id, name, namespace] = values['user_overrides']

    def helm_override_create(self, values):
        key = values['app_id'], values['name'], values['namespace']
        self.overrides[key] = values['user_overrides']


class Conductor(object):
    """The application operator, as the plugin is given it."""

    def __init__(self, directory):
        self._dbapi, self._kube = Database(), Cluster()
        client.cluster = self._kube
        self.directory = directory
        self.base_hooks, self.failed_hooks = [], []
        self.render = lambda values: None
        self.helm_fails = False
        self.operator = Object(dbapi=self._dbapi)
        self.lifecycle = entry_points('systemconfig.app_lifecycle')['portieris'].load()()

    def user(self, app, chart, values):
        self._dbapi.overrides[app.id, chart, 'portieris'] = values and json.dumps(values)

    def user_of(self, app, chart):
        text = self._dbapi.overrides.get((app.id, chart, 'portieris'))
        return yaml.safe_load(text) if text else None

    def hook(self, app, kind, operation, timing, mode='manual', **extra):
        info = LifecycleHookInfo(mode, kind, timing, operation)
        info.extra.update(extra)
        handle = Object(name=app.name, version=app.version, inst_path=self.directory,
                        sync_fluxcd_manifest=os.path.join(self.directory, 'manifests'))
        self.lifecycle.app_lifecycle_actions(None, None, self, handle, info)

    def lenient(self, *arguments, **extra):
        try:
            self.hook(*arguments, **extra)
        except Exception as e:
            self.failed_hooks.append(str(e))

    def upload(self, version='26.11-1'):
        app = self._dbapi.add('portieris', version, 'uploaded')
        self.user(app, 'portieris', None)
        self.hook(app, 'operation', 'upload', 'post')
        return app

    def apply(self, app, mode='manual'):
        self.hook(app, 'check', 'apply', 'pre', mode)
        self.lenient(app, 'operation', 'apply', 'pre')
        app.status = 'applying'
        applied = self._apply(app)
        app.status = 'applied' if applied else 'apply-failed'
        self.lenient(app, 'operation', 'apply', 'post', app_applied=applied)
        return applied

    def _apply(self, app):
        values = self.combined(app)
        try:
            self.hook(app, 'resource', 'apply', 'pre')
            self.write(values)
            self.hook(app, 'manifest', 'apply', 'pre')
            self.hook(app, 'fluxcd-request', 'apply', 'pre')
            if self.helm_fails:
                raise RuntimeError('Helm upgrade failed')
            self.render(yaml.safe_load(open(self.file())))
            self.hook(app, 'fluxcd-request', 'apply', 'status', release='portieris')
            self.hook(app, 'fluxcd-request', 'apply', 'post', rc=True)
            self.hook(app, 'manifest', 'apply', 'post', manifest_applied=True)
            return True
        except Exception as e:
            self.failed_hooks.append(str(e))
            self.hook(app, 'manifest', 'apply', 'post', manifest_applied=False)
        self.hook(app, 'resource', 'apply', 'post')
        return False

    def combined(self, app):
        """System overrides with the user's over them."""
        plugin = chart_plugins('portieris', self.operator)['portieris']
        return merged(plugin.get_overrides('portieris'), self.user_of(app, 'portieris') or {})

    def file(self):
        return os.path.join(
            self.directory, 'manifests', 'portieris', 'portieris-system-overrides.yaml')

    def write(self, values):
        os.makedirs(os.path.dirname(self.file()), exist_ok=True)
        with open(os.path.join(os.path.dirname(self.file()), 'helmrelease.yaml'), 'w') as f:
            f.write(json.dumps({'kind': 'HelmRelease', 'metadata': {'name': 'portieris'}}))
        with open(self.file(), 'w') as f:
            f.write(json.dumps(values))

    def remove(self, app):
        self.hook(app, 'check', 'remove', 'pre', force=False)
        self.lenient(app, 'operation', 'remove', 'pre')
        self.hook(app, 'fluxcd-request', 'remove', 'pre')
        self.hook(app, 'fluxcd-request', 'remove', 'post')
        self.hook(app, 'resource', 'remove', 'post')
        app.status = 'uploaded'
        self.lenient(app, 'operation', 'remove', 'post', app_removed=True)

    def delete(self, app):
        self.hook(app, 'check', 'delete', 'pre', force=False)
        self.lenient(app, 'operation', 'delete', 'pre')
        self.hook(app, 'resource', 'delete', 'pre')
        self._dbapi.apps.remove(app)

    def update(self, old, version='26.11-2', has_update_hook=True, copies=True):
        """From a version whose plugin is another one, so that only the new one's hooks are seen."""
        old.status = 'inactive'
        new = self._dbapi.add('portieris', version, 'updating')
        self.user(new, 'portieris', None)
        try:
            self.hook(new, 'check', 'update', 'pre', to_app=True)
        except Exception as e:
            self.failed_hooks.append(str(e))
            return self._recover(old, new)
        if has_update_hook:
            self.hook(new, 'resource', 'update', 'pre')
        if copies:
            self._dbapi.overrides[new.id, 'portieris', 'portieris'] = \
                self._dbapi.overrides.get((old.id, 'portieris', 'portieris'))
        if not self._apply(new):
            return self._recover(old, new)
        new.status = 'applied'
        return new

    def _recover(self, old, new):
        self._dbapi.apps.remove(new)
        old.status = 'applied'
        self.hook(old, 'resource', 'recover', None)
        self.hook(old, 'resource', 'recover', 'post')
        return old

    def around(self, operation, app, work=lambda: None):
        """Backup or restore."""
        self.hook(app, 'check', operation, 'pre', 'auto')
        self.lenient(app, 'operation', operation, 'pre', 'auto')
        work()
        self.hook(app, 'operation', operation, 'post', 'auto')


def merged(base, values):
    result = copy.deepcopy(base)
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = value
    return result
