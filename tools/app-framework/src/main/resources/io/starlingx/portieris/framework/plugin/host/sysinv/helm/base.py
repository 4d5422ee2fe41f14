# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The base classes of chart plugins."""

import abc

from sysinv.common import constants
from sysinv.common import exception
from sysinv.common import utils
from sysinv.common.storage_backend_conf import StorageBackendConfig
from sysinv.helm import common
from sysinv.helm import quoted_str


class BaseHelm(abc.ABC):
    """What a chart plugin can ask of the platform."""

    DEFAULT_REGION_NAME = 'RegionOne'
    CEPH_MON_SERVICE_PORT = 6789
    SUPPORTED_NAMESPACES = []
    SUPPORTED_APP_NAMESPACES = {}

    def __init__(self, operator):
        self._operator = operator

    @property
    def dbapi(self):
        return self._operator.dbapi

    @property
    def context(self):
        return self._operator.context

    # Its contract.

    def get_namespaces(self):
        return self.SUPPORTED_NAMESPACES

    def get_namespaces_by_app(self, app_name):
        return self.SUPPORTED_APP_NAMESPACES.get(app_name, [])

    def get_overrides(self, namespace=None):
        return {}

    def version_check(self, app_version):
        return True

    def execute_manifest_updates(self, operator):
        pass

    def execute_kustomize_updates(self, operator):
        pass

    # The system.

    def _once(self, key, compute):
        """Asked once for each operation."""
        if key not in self.context:
            self.context[key] = compute()
        return self.context[key]

    def _get_system(self):
        return self._once('_system', self.dbapi.isystem_get_one)

    def _https_enabled(self):
        return self._get_system().capabilities.get('https_enabled', False)

    def _region_config(self):
        return self._get_system().capabilities.get('region_config', False)

    def _region_name(self):
        return self._get_system().region_name

    def _get_shared_services(self):
        return self._get_system().capabilities.get('shared_services', [])

    def _system_mode(self):
        return self._get_system().system_mode

    def _distributed_cloud_role(self):
        return self._get_system().distributed_cloud_role

    def _is_distributed_cloud_role_subcloud(self):
        return self._distributed_cloud_role() == constants.DISTRIBUTED_CLOUD_ROLE_SUBCLOUD

    def _is_distributed_cloud_role_system_controller(self):
        return self._distributed_cloud_role() == constants.DISTRIBUTED_CLOUD_ROLE_SYSTEMCONTROLLER

    def _get_service(self, service_name):
        try:
            return self.dbapi.service_get(service_name)
        except exception.ServiceNotFound:
            return None

    def _get_service_parameter(self, service, section, name):
        try:
            return self.dbapi.service_parameter_get_one(service=service, section=section, name=name)
        except (exception.NotFound, exception.MultipleResults):
            return None

    def _is_enabled(self, app_name, chart_name, namespace):
        return utils.is_chart_enabled(self.dbapi, app_name, chart_name, namespace)

    # Its hosts.

    def _count_hosts_by_label(self, label):
        return int(self.dbapi.count_hosts_by_label(label))

    def _num_controllers(self, label=None):
        return self._count_hosts_by_label(common.LABEL_CONTROLLER)

    def _num_computes(self):
        return self._count_hosts_by_label(common.LABEL_COMPUTE_LABEL)

    def _num_controllers_matching_criteria(self, administrative=None, operational=None,
                                           availability=None, vim_progress_status=None):
        return int(self.dbapi.count_hosts_matching_criteria(
            personality=constants.CONTROLLER, administrative=administrative,
            operational=operational, availability=availability,
            vim_progress_status=vim_progress_status))

    def _num_provisioned_controllers(self):
        return self._num_controllers_matching_criteria(
            administrative=constants.ADMIN_UNLOCKED,
            operational=constants.OPERATIONAL_ENABLED,
            availability=[constants.AVAILABILITY_AVAILABLE, constants.AVAILABILITY_DEGRADED],
            vim_progress_status=constants.VIM_SERVICES_ENABLED)

    def _num_replicas_for_platform_app(self):
        return max(1, self._num_provisioned_controllers())

    def _get_host_cpu_list(self, host, function=None, threads=False):
        return [cpu for cpu in self.dbapi.icpu_get_by_ihost(host.id)
                if (threads or cpu.thread == 0) and function in (None, cpu.allocated_function)]

    def _get_platform_res_limit(self):
        """Whether processors and memory of the platform are limited, how many, how many MiB."""
        if self._get_system().system_type != constants.TIS_AIO_BUILD:
            return False, 0, 0
        host = self.dbapi.ihost_get_by_hostname(constants.CONTROLLER_0_HOSTNAME)
        cpus = self._get_host_cpu_list(host, function=constants.PLATFORM_FUNCTION, threads=True)
        memory = self.dbapi.imemory_get_by_ihost(host.id)
        return True, max(len(cpus), 1), sum(part.platform_reserved_mib for part in memory)

    # Its networks.

    def _get_address_by_name(self, name, networktype):
        return self.dbapi.address_get_by_name(utils.format_address_name(name, networktype))

    def _get_oam_address(self):
        return self._get_address_by_name(
            constants.CONTROLLER_HOSTNAME, constants.NETWORK_TYPE_OAM).address

    def _get_management_address(self):
        return self._get_address_by_name(
            constants.CONTROLLER_HOSTNAME, constants.NETWORK_TYPE_MGMT).address

    def _get_pool(self, networktype):
        return self.dbapi.address_pool_get(self.dbapi.network_get_by_type(networktype).pool_uuid)

    def _is_ipv6_cluster_service(self):
        return self._get_pool(
            constants.NETWORK_TYPE_CLUSTER_SERVICE).family == constants.IPV6_FAMILY

    def _system_controller_floating_address(self):
        if not self._distributed_cloud_role():
            return None
        return utils.format_url_address(
            self._get_pool(constants.NETWORK_TYPE_SYSTEM_CONTROLLER).floating_address)

    @staticmethod
    def _format_url_address(address):
        return utils.format_url_address(address)

    # Ceph.

    def _get_filtered_ceph_monitor_ips_using_function(self, name_filter):
        monitors = StorageBackendConfig.get_ceph_mon_ip_addresses(self.dbapi)
        return [address for name, address in monitors.items() if name_filter(name)]

    def _get_filtered_ceph_monitor_ips_by_name(self, name):
        return self._get_filtered_ceph_monitor_ips_using_function(lambda n: n == name)

    def _get_ceph_monitor_ips(self, name_filter=None):
        system = self._get_system()
        if system.system_type == constants.TIS_AIO_BUILD:
            simplex = system.system_mode == constants.SYSTEM_MODE_SIMPLEX
            return self._get_filtered_ceph_monitor_ips_by_name(
                constants.CEPH_MON_0 if simplex else constants.CEPH_FLOATING_MON)
        return self._get_filtered_ceph_monitor_ips_using_function(name_filter or (lambda n: True))

    def _get_formatted_ceph_monitor_ips(self, name_filter=None):
        return [utils.format_ceph_mon_address(address, self.CEPH_MON_SERVICE_PORT)
                for address in self._get_ceph_monitor_ips(name_filter)]

    # Values.

    @staticmethod
    def quoted_str(value):
        return quoted_str(value)

    @staticmethod
    def _generate_random_password(length=16):
        return utils.generate_random_password(length=length)


class FluxCDBaseHelm(BaseHelm):
    """The base of every chart that Flux installs: it names its HelmRelease."""

    def __init__(self, operator):
        super().__init__(operator)
        for name in ('CHART', 'HELM_RELEASE'):
            if not getattr(self, name, None):
                raise NotImplementedError('%s does not set %s' % (type(self).__name__, name))
