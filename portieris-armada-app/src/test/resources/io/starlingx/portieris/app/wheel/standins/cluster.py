"""A Kubernetes API of plain objects, with the calls that the real Python client has."""

from types import SimpleNamespace as Object


class ApiError(Exception):
    pass


def items(objects):
    return Object(items=list(objects))


class Admission(object):
    """Merges by webhook name, as the strategic merge of the real API server does."""

    def __init__(self):
        self.configurations = {'mutating': {}, 'validating': {}}
        self.broken = False

    def add(self, kind, name, **policies):
        self.configurations[kind][name] = Object(
            metadata=Object(name=name),
            webhooks=[Object(name=webhook.replace('_', '.'), failure_policy=policy, rules=['all'])
                      for webhook, policy in policies.items()])

    def policies(self, kind):
        return {webhook.name: webhook.failure_policy
                for found in self.configurations[kind].values() for webhook in found.webhooks}

    def list_mutating_webhook_configuration(self, field_selector):
        return self._list('mutating', field_selector)

    def list_validating_webhook_configuration(self, field_selector):
        return self._list('validating', field_selector)

    def patch_mutating_webhook_configuration(self, name, body):
        self._patch('mutating', name, body)

    def patch_validating_webhook_configuration(self, name, body):
        self._patch('validating', name, body)

    def _list(self, kind, field_selector):
        if self.broken:
            raise ApiError('the API server does not answer')
        name = field_selector[len('metadata.name='):]
        return items(found for found in [self.configurations[kind].get(name)] if found)

    def _patch(self, kind, name, body):
        webhooks = {webhook.name: webhook for webhook in self.configurations[kind][name].webhooks}
        for change in body['webhooks']:
            webhooks[change['name']].failure_policy = change['failurePolicy']


class Core(object):

    def __init__(self):
        self.namespaces = {}

    def read_namespace(self, name):
        return Object(metadata=Object(labels=self.namespaces[name]))

    def patch_namespace(self, name, body):
        self.namespaces[name] = dict(self.namespaces[name] or {}, **body['metadata']['labels'])


class Apps(object):

    def __init__(self):
        self.deployments = []
        self.restarted = []

    def list_namespaced_deployment(self, namespace):
        return items(Object(metadata=Object(name=name)) for name in self.deployments)

    def patch_namespaced_deployment(self, name, namespace, body):
        annotations = body['spec']['template']['metadata']['annotations']
        assert list(annotations) == ['kubectl.kubernetes.io/restartedAt']
        self.restarted.append(name)

    def list_namespaced_daemon_set(self, namespace):
        return items([])

    def list_namespaced_stateful_set(self, namespace):
        return items([])


class Cluster(object):

    def __init__(self):
        self.core, self.apps, self.admission = Core(), Apps(), Admission()
        self.registry_keys, self.deleted = [], []

    def _get_kubernetesclient_core(self):
        return self.core

    def _get_kubernetesclient_admission_registration(self):
        return self.admission

    def create_registry_key(self, namespace):
        self.core.namespaces.setdefault(namespace, None)
        self.registry_keys.append(namespace)

    def delete_registry_key(self, namespace):
        self.registry_keys.remove(namespace)

    def delete_custom_resource(self, group, version, namespace, plural, name):
        self.deleted.append((group, plural, namespace, name))
