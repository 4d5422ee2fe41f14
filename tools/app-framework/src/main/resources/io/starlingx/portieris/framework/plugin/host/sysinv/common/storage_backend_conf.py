# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Storage backends of the platform: a cluster of another kind has none."""

from . import constants


class StorageBackendConfig(object):

    @staticmethod
    def has_backend(dbapi, target):
        return bool(dbapi.storage_backend_get_list_by_type(backend_type=target))

    @staticmethod
    def has_backend_configured(dbapi, target, **ignored):
        return StorageBackendConfig.has_backend(dbapi, target)

    @staticmethod
    def get_backend(dbapi, target):
        return None

    @staticmethod
    def get_ceph_mon_ip_addresses(dbapi):
        return {host.hostname: host.mgmt_ip for host in dbapi.ihost_get_list()
                if host.personality == constants.CONTROLLER and host.get('mgmt_ip')}


class K8RbdProvisioner(object):

    @staticmethod
    def get_user_secret_name(backend):
        return 'ceph-pool-%s' % backend['name']
