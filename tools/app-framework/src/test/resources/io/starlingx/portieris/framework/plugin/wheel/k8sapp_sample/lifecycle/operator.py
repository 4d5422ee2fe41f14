# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Tells of every hook, and in some does what published operators do."""

import importlib
import os
import sys
import time

from kubernetes import client
from kubernetes import config
from kubernetes import utils
from netaddr import AddrFormatError
from netaddr import IPAddress
from netaddr import IPNetwork
from oslo_log import log as logging
from sysinv.common import constants
from sysinv.common import exception
from sysinv.common import kubernetes
from sysinv.common import utils as cutils
from sysinv.helm import lifecycle_base as base
from sysinv.helm.lifecycle_constants import LifecycleConstants
import yaml

from k8sapp_sample.lifecycle import published

LOG = logging.getLogger(__name__)


class SampleLifecycle(base.AppLifecycleOperator):

    def app_lifecycle_actions(self, context, conductor_obj, app_op, app, hook_info):
        hook = '%s/%s/%s' % (
            hook_info.lifecycle_type, hook_info.operation, hook_info.relative_timing)
        extra = hook_info[LifecycleConstants.EXTRA]
        LOG.info('HOOK %s %s %s', hook, hook_info.mode, sorted(extra.items()))
        orders = self._user_overrides(app_op, app).get('orders', {})
        getattr(self, orders.get(hook, '_nothing'))(app_op, app)
        if orders.get(hook) != '_forget_the_base_class':
            super().app_lifecycle_actions(context, conductor_obj, app_op, app, hook_info)

    @staticmethod
    def _user_overrides(app_op, app):
        try:
            row = app_op._dbapi.helm_override_get(
                app_op._dbapi.kube_app_get(app.name).id, 'demo', 'demo-space')
        except exception.HelmOverrideNotFound:
            return {}
        return yaml.safe_load(row.user_overrides or '') or {}

    def _nothing(self, app_op, app):
        pass

    def _forget_the_base_class(self, app_op, app):
        pass

    def _reject(self, app_op, app):
        raise exception.LifecycleSemanticCheckException('not on this system')

    def _fail(self, app_op, app):
        raise KeyError('a mistake')

    def _crash(self, app_op, app):
        os.kill(os.getpid(), 9)

    def _exit(self, app_op, app):
        sys.exit(3)

    def _hang(self, app_op, app):
        time.sleep(3600)

    def _flood(self, app_op, app):
        for _ in range(100000):
            print('x' * 100)

    def _imitate_the_answer(self, app_op, app):
        os.write(1, b'{"result": {"failure": "rejected", "text": "imitated"}}\n')

    def _tell_the_environment(self, app_op, app):
        LOG.info('ENVIRONMENT %s', ' '.join(sorted(os.environ)))
        LOG.info('WORK %s', os.listdir('.'))

    def _label_the_namespace(self, app_op, app):
        core = app_op._kube._get_kubernetesclient_core()
        namespace = core.read_namespace('demo-space')
        namespace.metadata.labels.update({'app.starlingx.io/component': 'application'})
        app_op._kube.kube_patch_namespace('demo-space', namespace)
        LOG.info('LABEL %s', core.read_namespace('demo-space').metadata.labels[
            'app.starlingx.io/component'])

    def _use_the_cluster(self, app_op, app):
        kube = app_op._kube
        kube.kube_create_config_map('demo-space', {
            'metadata': {'name': 'made-by-plugin'}, 'data': {'a.b': '1'}})
        kube.kube_copy_config_map('made-by-plugin', 'demo-space', 'default')
        found = kube.kube_get_config_map('made-by-plugin', 'default')
        assert found.data == {'a.b': '1'} and found.metadata.namespace == 'default'
        kube.kube_patch_config_map('made-by-plugin', 'default', {'data': {'c': '2'}})
        assert kube.kube_read_config_map('made-by-plugin', 'default').data['c'] == '2'
        kube.kube_delete_config_map('made-by-plugin', 'default', grace_periods_seconds=0)
        assert kube.kube_get_config_map('made-by-plugin', 'default') is None
        listed = client.CoreV1Api().list_config_map_for_all_namespaces(
            field_selector='metadata.name=made-by-plugin')
        assert [item.metadata.namespace for item in listed.items] == ['demo-space']
        secret = client.V1Secret(
            metadata=client.V1ObjectMeta(name='typed'), string_data={'k': 'v'}, type='Opaque')
        kube.kube_create_secret('demo-space', secret)
        assert kube.kube_get_secret('typed', 'demo-space').data == {'k': 'dg=='}
        try:
            kube.kube_create_secret('demo-space', secret)
            raise AssertionError('made twice')
        except client.rest.ApiException as e:
            assert e.status == 409, e.status
        assert kube.kube_get_kubernetes_version().startswith('v1.')
        assert kube.get_custom_resource(
            'example.com', 'v1', 'demo-space', 'nothings', 'x') is None
        assert os.path.exists(kubernetes.KUBERNETES_ADMIN_CONF)
        out, err = cutils.trycmd('no-such-program', '--flag')
        assert not out and err
        assert app_op._helm.get_helm_application_namespaces('demo')['demo'] == ['demo-space']
        assert os.path.exists(os.path.join(app.sync_fluxcd_manifest, 'kustomization.yaml'))
        LOG.info('CLUSTER USED')

    def _change_the_cluster(self, app_op, app):
        app_op._kube.kube_create_namespace('made-in-a-check')

    def _change_user_overrides(self, app_op, app):
        app_id = app_op._dbapi.kube_app_get(app.name).id
        app_op._dbapi.helm_override_update(app_id, 'demo', 'demo-space', {
            'user_overrides': yaml.safe_dump({'data': {'changed': 'by plugin'}})})

    def _change_written_values(self, app_op, app):
        path = os.path.join(app.sync_fluxcd_manifest, 'demo', 'demo-system-overrides.yaml')
        with open(path) as f:
            values = yaml.safe_load(f)
        values.setdefault('data', {})['written'] = 'by plugin'
        with open(path, 'w') as f:
            yaml.safe_dump(values, f)

    def _use_published_names(self, app_op, app):
        for module, names in published.NAMES.items():
            found = importlib.import_module(module)
            for name in names.split():
                assert hasattr(found, name), '%s.%s' % (module, name)
        for name in published.DATABASE.split():
            assert callable(getattr(app_op._dbapi, name)), name
        for name in published.CLUSTER.split():
            assert callable(getattr(app_op._kube, name)), name
        assert constants.APP_APPLY_OP == 'apply'
        assert not os.path.isfile(constants.ANSIBLE_BOOTSTRAP_FLAG)
        assert cutils.is_valid_ipv6('::1') and not cutils.is_valid_ipv6('x')
        assert IPAddress('fd00::1').version == 6 and str(IPAddress('10.0.0.1')) == '10.0.0.1'
        LOG.info('NAMES USED')

    def _use_addresses(self, app_op, app):
        written = IPNetwork('10.0.0.5/24')
        assert (str(written), str(written.ip), str(written.network)) \
            == ('10.0.0.5/24', '10.0.0.5', '10.0.0.0')
        assert written == IPNetwork('10.0.0.0/24') and written != IPNetwork('10.0.0.0/25')
        assert IPNetwork('10.0.0.128/25') in written and written not in IPNetwork('10.0.0.0/25')
        assert IPAddress('10.0.0.9') in written and '10.0.1.9' not in written
        assert IPNetwork('fd00::/64') not in written and IPAddress('::1') not in written
        assert str(IPAddress('fd00::1', version=6)) == 'fd00::1'
        assert IPAddress('10.0.0.1') != IPNetwork('10.0.0.1/32')
        for kind in (IPAddress, IPNetwork):
            try:
                kind('1.2.3.4', version=6)
                raise AssertionError('taken for IPv6')
            except AddrFormatError:
                pass
        LOG.info('ADDRESSES USED')

    def _load_the_kubeconfig(self, app_op, app):
        assert not os.path.exists(kubernetes.KUBERNETES_ADMIN_CONF)
        config.load_kube_config(kubernetes.KUBERNETES_ADMIN_CONF)
        configuration = client.Configuration().get_default_copy()
        configuration.verify_ssl = True
        client.Configuration.set_default(configuration)
        found = client.CoreV1Api().read_namespace('kube-system')
        assert 'metadata' in dir(found)
        LOG.info('NAMESPACE %s', found.metadata.name)

    def _make_what_is_written_down(self, app_op, app):
        with open('objects.yaml', 'w') as f:
            yaml.safe_dump_all([
                {'apiVersion': 'v1', 'kind': 'ServiceAccount', 'metadata': {'name': 'written'}},
                {'apiVersion': 'rbac.authorization.k8s.io/v1', 'kind': 'ClusterRole',
                 'metadata': {'name': 'written', 'labels': {'of': 'a-plugin'}}, 'rules': []}], f)
        made = utils.create_from_yaml(client.ApiClient(), 'objects.yaml', namespace='demo-space')
        assert [item[0].metadata.name for item in made] == ['written', 'written']
        try:
            utils.create_from_yaml(client.ApiClient(), 'objects.yaml', namespace='demo-space')
            raise AssertionError('made twice')
        except utils.FailToCreateError as e:
            assert [inner.status for inner in e.api_exceptions] == [409, 409]
        roles = app_op._kube.list_custom_resources(
            'rbac.authorization.k8s.io', 'v1', 'clusterroles', label_selector='of=a-plugin')
        assert [role['metadata']['name'] for role in roles] == ['written']
        rbac = client.RbacAuthorizationV1Api(client.ApiClient())
        rbac.delete_cluster_role('written')
        client.CoreV1Api().delete_collection_namespaced_service_account(
            namespace='demo-space', field_selector='metadata.name=written')
        assert not app_op._kube.kube_delete_validating_webhook_configuration('no-such-webhook')
        assert not app_op._kube.kube_get_mutating_webhook_configurations_by_selector('of=nobody')
        LOG.info('WRITTEN DOWN')

    def _make_what_is_written_down_in_part(self, app_op, app):
        twice = {'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata': {'name': 'first'}}
        listed = {'apiVersion': 'v1', 'kind': 'ConfigMapList', 'items': [
            {'metadata': {'name': 'Not_A_Name'}}, {'metadata': {'name': 'of-a-list'}}]}
        mixed = {'apiVersion': 'v1', 'kind': 'List', 'items': [
            dict(twice, metadata={'name': 'last'})]}
        try:
            utils.create_from_yaml(
                client.ApiClient(), yaml_objects=[twice, twice, None, listed, mixed],
                namespace='demo-space')
            raise AssertionError('made twice')
        except utils.FailToCreateError as e:
            assert [inner.status for inner in e.api_exceptions] == [409, 422]
        for name in ('first', 'of-a-list', 'last'):
            client.CoreV1Api().delete_namespaced_config_map(name, 'demo-space')
        LOG.info('WRITTEN DOWN IN PART')
