# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The platform's database, as far as plugins read it: a copy for one task.

Changes of user overrides and labels are what the parent is told of at the end.
"""

import uuid

from sysinv.common import exception

from .rows import Row, rows


class Database(object):

    def __init__(self, request):
        platform = request['platform']
        self._system = Row(platform['system'])
        self._hosts = rows(platform['hosts'])
        self._networks = rows(platform['networks'])
        self._pools = rows(platform['pools'])
        self._addresses = rows(platform['addresses'])
        self._parameters = rows(platform['service_parameters'])
        self._apps = rows(request['applications'])
        self._overrides = rows(request['overrides'])
        self._labels = [
            Row(uuid=str(uuid.uuid4()), host_id=host.id, label_key=key, label_value=value)
            for host in self._hosts for key, value in sorted(host.labels.items())]
        self._before = {self._key(row): row.user_overrides for row in self._overrides}

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        raise NotImplementedError('dbapi.%s is not among the calls that this host knows' % name)

    def changed_overrides(self):
        """Rows whose user overrides are other ones than at the start."""
        return [{'app_id': row.app_id, 'name': row.name, 'namespace': row.namespace,
                 'user_overrides': row.user_overrides}
                for row in self._overrides
                if self._key(row) not in self._before
                or self._before[self._key(row)] != row.user_overrides]

    @staticmethod
    def _key(row):
        return row.app_id, row.name, row.namespace

    # The system and its hosts.

    def isystem_get_one(self):
        return self._system

    def isystem_get_list(self, *unused, **ignored):
        return [self._system]

    def ihost_get_list(self, *unused, **ignored):
        return list(self._hosts)

    def ihost_get(self, host):
        return self._one(exception.ServerNotFound(server=host), self._hosts,
                         lambda h: host in (h.id, h.uuid, h.hostname))

    def ihost_get_by_hostname(self, hostname):
        return self._one(exception.NodeNotFound(node=hostname), self._hosts,
                         lambda h: h.hostname == hostname)

    def ihost_get_by_personality(self, personality):
        return [h for h in self._hosts if h.personality == personality]

    def ihost_get_by_function(self, function):
        return [h for h in self._hosts if function in (h.subfunctions or '').split(',')]

    def count_hosts_by_label(self, label):
        key, _, value = label.partition('=')
        return sum(1 for h in self._hosts
                   if key in h.labels and (not value or h.labels[key] == value))

    def count_hosts_matching_criteria(self, personality=None, administrative=None,
                                      operational=None, availability=None,
                                      vim_progress_status=None):
        wanted = {'personality': personality, 'administrative': administrative,
                  'operational': operational, 'availability': availability,
                  'vim_progress_status': vim_progress_status}
        return sum(1 for h in self._hosts if all(
            value is None or h[field] in (value if isinstance(value, (list, tuple)) else [value])
            for field, value in wanted.items()))

    def icpu_get_by_ihost(self, host_id, *unused):
        return [Row(id=n, thread=0, allocated_function='Platform', cpu=n)
                for n in range(self.ihost_get(host_id).platform_cpus)]

    def imemory_get_by_ihost(self, host_id, *unused):
        return [Row(platform_reserved_mib=self.ihost_get(host_id).platform_memory_mib)]

    # Labels of hosts.

    def label_get_all(self, hostid=None):
        return [row for row in self._labels if hostid in (None, row.host_id)]

    def label_get_by_host(self, host):
        return self.label_get_all(self.ihost_get(host).id)

    def label_get(self, label_uuid):
        return self._one(exception.HostLabelNotFound(uuid=label_uuid), self._labels,
                         lambda row: row.uuid == label_uuid)

    def label_query(self, host_id, label_key):
        return self._one(exception.HostLabelNotFoundByKey(label=label_key), self._labels,
                         lambda row: (row.host_id, row.label_key) == (host_id, label_key))

    def label_create(self, host_uuid, values):
        host = self.ihost_get(host_uuid)
        if any((row.host_id, row.label_key) == (host.id, values['label_key'])
               for row in self._labels):
            raise exception.HostLabelAlreadyExists(label=values['label_key'], host=host.hostname)
        row = Row(values, uuid=str(uuid.uuid4()), host_id=host.id)
        self._labels.append(row)
        host.labels[row.label_key] = row.label_value
        return row

    def label_update(self, label_uuid, values):
        row = self.label_get(label_uuid)
        row.update(values)
        self.ihost_get(row.host_id).labels[row.label_key] = row.label_value
        return row

    def label_destroy(self, label_uuid):
        row = self.label_get(label_uuid)
        self._labels.remove(row)
        self.ihost_get(row.host_id).labels.pop(row.label_key, None)

    # Networks and addresses.

    def network_get_by_type(self, networktype):
        return self._one(exception.NetworkTypeNotFound(type=networktype), self._networks,
                         lambda row: row.type == networktype)

    def networks_get_by_type(self, networktype):
        return [row for row in self._networks if row.type == networktype]

    def address_pool_get(self, pool_uuid):
        return self._one(exception.AddressPoolNotFound(address_pool_uuid=pool_uuid), self._pools,
                         lambda row: row.uuid == pool_uuid)

    def address_pools_get_all(self, *unused, **ignored):
        return list(self._pools)

    def address_get_by_name(self, name):
        return self._one(exception.AddressNotFoundByName(name=name), self._addresses,
                         lambda row: row.name == name)

    def addresses_get_all(self, *unused, **ignored):
        return list(self._addresses)

    # Settings.

    def service_parameter_get_one(self, service=None, section=None, name=None, **ignored):
        return self._one(exception.NotFound(), self.service_parameter_get_all(
            service=service, section=section, name=name), lambda row: True)

    def service_parameter_get_all(self, service=None, section=None, name=None, **ignored):
        wanted = {'service': service, 'section': section, 'name': name}
        return [row for row in self._parameters if all(
            value is None or row[field] == value for field, value in wanted.items())]

    def service_get(self, name):
        raise exception.ServiceNotFound(service=name)

    def storage_backend_get_list(self, *unused, **ignored):
        return []

    def storage_backend_get_list_by_type(self, *unused, **ignored):
        return []

    def storage_tier_get_list(self, *unused, **ignored):
        return []

    def certificate_get_list(self, *unused, **ignored):
        return []

    def software_upgrade_get_one(self):
        raise exception.NotFound()

    def kube_upgrade_get_one(self):
        raise exception.NotFound()

    # Applications and their overrides.

    def kube_app_get(self, name):
        return self._one(exception.KubeAppNotFound(name=name), self._apps,
                         lambda row: row.name == name and row.status != 'inactive')

    def kube_app_get_by_id(self, app_id):
        return self._one(exception.KubeAppNotFound(name=app_id), self._apps,
                         lambda row: row.id == app_id)

    def kube_app_get_all(self, *unused, **ignored):
        return list(self._apps)

    def kube_app_get_endswith(self, name):
        return self._one(exception.KubeAppNotFound(name=name), self._apps,
                         lambda row: row.name.endswith(name) and row.status != 'inactive')

    def kube_app_get_inactive(self, name, **ignored):
        return [row for row in self._apps if row.name == name and row.status == 'inactive']

    def kube_app_get_inactive_by_name_version(self, name, version):
        return self._one(exception.KubeAppInactiveNotFound(name=name, version=version), self._apps,
                         lambda row: (row.name, row.app_version, row.status)
                         == (name, version, 'inactive'))

    def helm_override_get(self, app_id, name, namespace):
        return self._one(
            exception.HelmOverrideNotFound(name=name, namespace=namespace), self._overrides,
            lambda row: self._key(row) == (app_id, name, namespace))

    def helm_override_get_all(self, app_id):
        return [row for row in self._overrides if row.app_id == app_id]

    def helm_override_update(self, app_id, name, namespace, values):
        row = self.helm_override_get(app_id, name, namespace)
        row.update(values)
        return row

    def helm_override_create(self, values):
        row = Row(values, app_id=values.get('app_id', values.get('db_app_id')))
        row.setdefault('user_overrides', None)
        row.setdefault('system_overrides', {})
        if any(self._key(r) == self._key(row) for r in self._overrides):
            raise exception.HelmOverrideAlreadyExists(name=row.name, namespace=row.namespace)
        self._overrides.append(row)
        return row

    def helm_override_destroy(self, app_id, name, namespace):
        # What is told of is a row without overrides: rows belong to charts that exist.
        self.helm_override_get(app_id, name, namespace).user_overrides = None

    @staticmethod
    def _one(missing, candidates, fits):
        for row in candidates:
            if fits(row):
                return row
        raise missing
