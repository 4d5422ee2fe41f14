# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Clients of all groups: a method's name says what it asks for, as in the generated client."""

import json
import re
import urllib.parse

from plugin_host import channel

from . import exceptions, models, rest  # noqa: F401
from .exceptions import ApiException

_GROUPS = {
    'Core': '', 'Apps': 'apps', 'Batch': 'batch', 'Policy': 'policy', 'Autoscaling': 'autoscaling',
    'Networking': 'networking.k8s.io', 'Storage': 'storage.k8s.io',
    'Scheduling': 'scheduling.k8s.io', 'Coordination': 'coordination.k8s.io',
    'Discovery': 'discovery.k8s.io', 'Node': 'node.k8s.io',
    'RbacAuthorization': 'rbac.authorization.k8s.io',
    'Admissionregistration': 'admissionregistration.k8s.io',
    'Apiextensions': 'apiextensions.k8s.io', 'Apiregistration': 'apiregistration.k8s.io'}
_CLIENT = re.compile(r'(?P<group>[A-Z][A-Za-z]+?)(?P<version>V[0-9]+((?:alpha|beta)[0-9]+)?)Api')
_METHOD = re.compile(
    r'(?P<verb>list|read|create|replace|patch|delete)_(?P<all>collection_)?'
    r'(?P<namespaced>namespaced_)?(?P<kind>.+?)(?P<sub>_status|_scale|_eviction|_log)?'
    r'(?P<everywhere>_for_all_namespaces)?')
_VERBS = {'list': 'GET', 'read': 'GET', 'create': 'POST', 'replace': 'PUT', 'patch': 'PATCH',
          'delete': 'DELETE'}
_PLURALS = {'endpoints': 'endpoints', 'pod_metrics': 'pods'}
_OPTIONS = ('label_selector', 'field_selector', 'limit', 'grace_period_seconds',
            'propagation_policy', 'dry_run', 'field_manager', 'force', 'container', 'tail_lines')
_MERGE = 'application/merge-patch+json'
_STRATEGIC = 'application/strategic-merge-patch+json'
_STEPS = 'application/json-patch+json'


def _call(method, path, query, body, content_type='application/json'):
    if query:
        path += '?' + urllib.parse.urlencode(query)
    answer = channel.ask('kubernetes', method=method, path=path, content_type=content_type,
                         body=None if body is None else json.dumps(models.sent(body)))
    if answer['status'] >= 400:
        raise ApiException(answer['status'], answer.get('reason'), answer['body'])
    return answer['body']


def _query(options):
    return {models.camel(name): str(value).lower() if isinstance(value, bool) else value
            for name, value in options.items() if name in _OPTIONS and value not in (None, '')}


def _plural(kind):
    if kind in _PLURALS:
        return _PLURALS[kind]
    word = kind.replace('_', '')
    if word.endswith(('s', 'x', 'ch')):
        return word + 'es'
    return word[:-1] + 'ies' if re.search('[^aeiou]y$', word) else word + 's'


def created(item, namespace):
    """Makes an object, in a namespace unless that is empty."""
    version = item['apiVersion']
    path = '/%s/%s' % ('apis' if '/' in version else 'api', version)
    if namespace:
        path += '/namespaces/' + namespace
    return json.loads(_call('POST', path + '/' + _plural(models.snake(item['kind'])), {}, item))


class ApiClient(object):

    def __init__(self, configuration=None):
        self.configuration = configuration

    def sanitize_for_serialization(self, value):
        return models.sent(value)


class Configuration(object):
    """The parent has the connection: what is set here counts for nothing."""

    @classmethod
    def get_default_copy(cls):
        return cls()

    @staticmethod
    def set_default(configuration):
        pass


class _GroupApi(object):

    base = ''

    def __init__(self, api_client=None):
        self.api_client = api_client or ApiClient()

    def __getattr__(self, name):
        method = _METHOD.fullmatch(name)
        if method is None:
            raise AttributeError(name)
        return lambda *arguments, **options: self._do(method, list(arguments), dict(options))

    def _do(self, method, arguments, options):
        verb = method.group('verb')
        named = not (verb in ('list', 'create') and not method.group('sub')) \
            and not method.group('all')
        order = (['name'] if named else []) \
            + (['namespace'] if method.group('namespaced') else []) + ['body']
        given = dict(zip(order, arguments))
        given.update((name, options.pop(name)) for name in order if name in options)
        missing = [name for name in order if name not in given and name != 'body']
        if missing:
            raise TypeError('%s needs %s' % (method.string, ' and '.join(missing)))
        path = self.base
        if method.group('namespaced'):
            path += '/namespaces/' + given['namespace']
        path += '/' + _plural(method.group('kind'))
        if named:
            path += '/' + given['name']
        if method.group('sub'):
            path += '/' + method.group('sub')[1:]
        body = given.get('body')
        content_type = 'application/json'
        if verb == 'patch':
            content_type = _STEPS if isinstance(body, list) else _STRATEGIC
        answer = _call(_VERBS[verb], path, _query(options), body, content_type)
        return answer if method.group('sub') == '_log' else models.received(
            json.loads(answer) if answer else {})


class CustomObjectsApi(object):

    def __init__(self, api_client=None):
        self.api_client = api_client or ApiClient()

    def __getattr__(self, name):
        match = re.fullmatch(
            r'(get|list|create|replace|patch|delete)_(namespaced|cluster)_custom_object(_status)?',
            name)
        if match is None:
            raise AttributeError(name)
        return lambda *arguments, **options: self._do(match, list(arguments), dict(options))

    def _do(self, match, arguments, options):
        verb, scope, status = match.groups()
        order = ['group', 'version'] + (['namespace'] if scope == 'namespaced' else []) + ['plural']
        if verb not in ('list', 'create'):
            order.append('name')
        order.append('body')
        given = dict(zip(order, arguments))
        given.update((name, options.pop(name)) for name in order if name in options)
        path = '/apis/%s/%s' % (given['group'], given['version'])
        if scope == 'namespaced':
            path += '/namespaces/' + given['namespace']
        path += '/' + given['plural']
        if 'name' in order:
            path += '/' + given['name']
        answer = _call(_VERBS['read' if verb == 'get' else verb], path + ('/status' if status else ''),
                       _query(options), given.get('body'),
                       _MERGE if verb == 'patch' else 'application/json')
        return json.loads(answer) if answer else {}


class VersionApi(object):

    def __init__(self, api_client=None):
        pass

    def get_code(self):
        return models.received(json.loads(_call('GET', '/version', {}, None)))


def __getattr__(name):
    api = _CLIENT.fullmatch(name)
    if api and api.group('group') in _GROUPS:
        group, version = _GROUPS[api.group('group')], api.group('version').lower()
        made = type(name, (_GroupApi,), {
            'base': '/apis/%s/%s' % (group, version) if group else '/api/' + version})
    elif re.fullmatch(r'V[0-9]+[A-Za-z0-9]+', name):
        made = type(name, (models.Model,), {})
    else:
        raise AttributeError(name)
    globals()[name] = made
    return made
