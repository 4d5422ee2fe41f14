# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""What the plugins of StarlingX's own applications use of the platform, by module."""

NAMES = {
    'sysinv.common.constants': """
        ADMIN_UNLOCKED ANSIBLE_BOOTSTRAP_FLAG APP_APPLY_OP APP_BACKUP APP_DOWNGRADE_OP
        APP_EVALUATE_REAPPLY_OP APP_RECOVER_OP APP_REMOVE_OP APP_RESTORE AVAILABILITY_AVAILABLE
        AVAILABILITY_DEGRADED CEPH_CRUSH_MAP_APPLIED CEPH_MON_2 CONTROLLER
        DISTRIBUTED_CLOUD_ROLE_SUBCLOUD FEDERATION_CONFIG_REQUIRED HELM_APP_NGINX_IC
        HELM_APP_OIDC_AUTH HELM_APP_PLATFORM HELM_APP_VAULT NETWORK_TYPE_MGMT
        OPERATIONAL_ENABLED SB_TYPE_CEPH SERVICE_PARAM_NAME_OIDC_CLIENT_ID
        SERVICE_PARAM_NAME_OIDC_ISSUER_URL SERVICE_PARAM_NAME_PLATFORM_TLS_CIPHER_SUITE
        SERVICE_PARAM_NAME_PLATFORM_TLS_MIN_VERSION
        SERVICE_PARAM_PLATFORM_TLS_CIPHER_SUITE_DEFAULT
        SERVICE_PARAM_PLATFORM_TLS_MIN_VERSION_DEFAULT SERVICE_PARAM_PLATFORM_TLS_VERSION_TLS12
        SERVICE_PARAM_PLATFORM_TLS_VERSION_TLS13 SERVICE_PARAM_SECTION_KUBERNETES_APISERVER
        SERVICE_PARAM_SECTION_PLATFORM_CONFIG SERVICE_TYPE_KUBERNETES SERVICE_TYPE_PLATFORM
        SYSINV_CONFIG_PATH SYSTEM_CONTROLLER_REGION VIM_SERVICES_ENABLED""",
    'sysinv.common.exception': """
        ApplicationApplyFailure HelmOverrideNotFound InvalidHelmNamespace
        LifecycleMissingInfo LifecycleSemanticCheckException NotFound SysinvException""",
    'sysinv.common.kubernetes': 'KUBERNETES_ADMIN_CONF KubeOperator client',
    'sysinv.common.rest_api': 'get_token rest_api_request',
    'sysinv.common.storage_backend_conf': 'K8RbdProvisioner StorageBackendConfig',
    'sysinv.common.utils': """
        execute is_aio_duplex_system is_aio_simplex_system is_aio_system trycmd""",
    'sysinv.db.api': 'get_instance',
    'sysinv.helm.base': 'BaseHelm FluxCDBaseHelm',
    'sysinv.helm.common': """
        HELM_NS_KUBE_SYSTEM HELM_NS_RBD_PROVISIONER HELM_NS_STORAGE_PROVISIONER HELM_NS_VAULT""",
    'sysinv.helm.kustomize_base': 'FluxCDKustomizeOperator',
    'sysinv.helm.lifecycle_base': 'AppLifecycleOperator',
    'sysinv.helm.lifecycle_constants': 'LifecycleConstants',
    'sysinv.helm.lifecycle_hook': 'LifecycleHookInfo',
    'sysinv.helm.lifecycle_utils': """
        add_pod_security_admission_controller_labels create_local_registry_secrets
        create_rbd_provisioner_secrets delete_local_registry_secrets
        delete_rbd_provisioner_secrets""",
    'sysinv.helm.utils': 'delete_helm_release retrieve_helm_releases',
    'tsconfig.tsconfig': 'INITIAL_CONFIG_COMPLETE_FLAG SW_VERSION',
    'kubernetes.client': """
        AdmissionregistrationV1Api ApiClient BatchV1Api Configuration CoreV1Api
        CustomObjectsApi RbacAuthorizationV1Api""",
    'kubernetes.client.exceptions': 'ApiException',
    'kubernetes.client.rest': 'ApiException',
    'kubernetes.config': 'load_kube_config',
    'kubernetes.utils': 'create_from_yaml',
    'keyring': 'get_password',
    'netaddr': 'IPAddress IPNetwork',
    'oslo_log.log': 'getLogger',
}

DATABASE = """
    address_pool_get address_pools_get_all count_hosts_matching_criteria helm_override_create
    helm_override_get helm_override_get_all helm_override_update ihost_get_by_personality
    ihost_get_list isystem_get_one kube_app_get kube_app_get_inactive label_get_by_host
    network_get_by_type service_parameter_get_all service_parameter_get_one
    storage_backend_get_list storage_tier_get_list"""

CLUSTER = """
    _get_kubernetesclient_admission_registration _get_kubernetesclient_core
    kube_delete_pod kube_delete_validating_webhook_configuration kube_get_namespace
    kube_patch_namespace list_custom_resources"""
