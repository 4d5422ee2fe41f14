# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from sysinv.common import constants
from sysinv.common import exception
from sysinv.common import utils as cutils
from sysinv.db import api as dbapi
from sysinv.helm import base
from sysinv.helm import common


class EveryHelper(base.FluxCDBaseHelm):
    """Returns what each helper of the base classes returns."""

    CHART = 'demo'
    HELM_RELEASE = 'demo'
    SUPPORTED_NAMESPACES = ['demo-space']
    SUPPORTED_APP_NAMESPACES = {'demo': SUPPORTED_NAMESPACES}

    def get_namespaces(self):
        return self.SUPPORTED_NAMESPACES

    def get_overrides(self, namespace=None):
        if namespace not in self.SUPPORTED_NAMESPACES:
            raise exception.InvalidHelmNamespace(chart=self.CHART, namespace=namespace)
        print('a plugin may print: it is not in the way of the answer')
        password = self._generate_random_password(20)
        return {
            'system': self._get_system().name,
            'system_again': self.context['_system'] is self._get_system(),
            'dbapi': self.dbapi is dbapi.get_instance(),
            'https': self._https_enabled(),
            'region_config': self._region_config(),
            'region': self._region_name(),
            'role': self._distributed_cloud_role(),
            'subcloud': self._is_distributed_cloud_role_subcloud(),
            'system_controller': self._is_distributed_cloud_role_system_controller(),
            'system_controller_address': self._system_controller_floating_address(),
            'mode': self._system_mode(),
            'parameter': self._get_service_parameter('docker', 'icr-registry', 'url').value,
            'no_parameter': self._get_service_parameter('docker', 'icr-registry', 'none'),
            'oam': self._get_oam_address(),
            'management': self._get_management_address(),
            'by_name': self._get_address_by_name('controller', 'cluster-host').address,
            'url': [self._format_url_address('fd00::1'), self._format_url_address('10.0.0.1')],
            'ipv6': self._is_ipv6_cluster_service(),
            'replicas': self._num_replicas_for_platform_app(),
            'provisioned': self._num_provisioned_controllers(),
            'controllers': self._num_controllers(),
            'computes': self._num_computes(),
            'labelled': self._count_hosts_by_label('zone=east'),
            'enabled': self._is_enabled('demo', 'second', 'demo-space'),
            'enabled_unknown': self._is_enabled('demo', 'unknown', 'demo-space'),
            'password': len(password) == 20 and password != self._generate_random_password(20),
            'quoted': self.quoted_str('007'),
            'limit': list(self._get_platform_res_limit()),
            'ceph': self._get_formatted_ceph_monitor_ips(),
            'ceph_filtered': self._get_ceph_monitor_ips(lambda name: name == 'controller-1'),
            'namespaces': self.get_namespaces_by_app('demo'),
            'invalid': self._invalid(),
            'worker': constants.WORKER, 'kube_system': common.HELM_NS_KUBE_SYSTEM,
            'simplex': cutils.is_aio_simplex_system(self.dbapi),
        }

    def _invalid(self):
        try:
            self.get_overrides('elsewhere')
        except exception.InvalidHelmNamespace as e:
            return str(e)
