# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Objects of the API: what is camelCase there is an attribute in snake_case here."""

import re

# Maps whose keys are the user's.
_PLAIN = {'labels', 'annotations', 'data', 'stringData', 'binaryData', 'matchLabels',
          'nodeSelector', 'selector', 'limits', 'requests', 'capacity', 'allocatable'}
_SPELLINGS = {'cluster_ip': 'clusterIP', 'cluster_i_ps': 'clusterIPs', 'pod_ip': 'podIP',
              'pod_i_ps': 'podIPs', 'host_ip': 'hostIP', 'load_balancer_ip': 'loadBalancerIP',
              'external_i_ps': 'externalIPs', 'pod_cidr': 'podCIDR', 'provider_id': 'providerID',
              'boot_id': 'bootID', 'machine_id': 'machineID', 'system_uuid': 'systemUUID',
              'host_pid': 'hostPID', 'host_ipc': 'hostIPC', 'container_id': 'containerID',
              'image_id': 'imageID', 'non_resource_ur_ls': 'nonResourceURLs'}


def camel(name):
    if name in _SPELLINGS:
        return _SPELLINGS[name]
    first, *rest = name.strip('_').split('_')
    return first + ''.join(word.capitalize() for word in rest)


def snake(name):
    for known, spelled in _SPELLINGS.items():
        if spelled == name:
            return known
    return re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '_', name).lower()


class Model(object):

    def __init__(self, **fields):
        self.__dict__['_fields'] = {camel(name): value for name, value in fields.items()
                                    if value is not None}

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return self._fields.get(camel(name))

    def __setattr__(self, name, value):
        self._fields[camel(name)] = value

    def __dir__(self):
        return [snake(name) for name in self._fields]

    def to_dict(self):
        return {snake(name): _snakes(value) for name, value in self._fields.items()}

    def __repr__(self):
        return repr(self.to_dict())

    def __eq__(self, other):
        return isinstance(other, Model) and sent(self) == sent(other)


def _snakes(value):
    if isinstance(value, Model):
        return value.to_dict()
    return [_snakes(item) for item in value] if isinstance(value, list) else value


def received(value, plain=False):
    """An answer as models."""
    if isinstance(value, list):
        return [received(item, plain) for item in value]
    if not isinstance(value, dict) or plain:
        return value
    model = Model()
    model._fields.update({name: received(inner, name in _PLAIN and _is_texts(inner))
                          for name, inner in value.items()})
    return model


def _is_texts(value):
    return isinstance(value, dict) and not any(
        isinstance(inner, (dict, list)) for inner in value.values())


def sent(value):
    """Models as JSON."""
    if isinstance(value, Model):
        return {name: sent(inner) for name, inner in value._fields.items()}
    if isinstance(value, dict):
        return {name: sent(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [sent(item) for item in value]
    return value
