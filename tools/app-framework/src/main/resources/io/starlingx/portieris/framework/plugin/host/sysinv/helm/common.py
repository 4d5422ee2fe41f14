# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Names that chart plugins share."""

HELM_NS_CEPH = 'ceph'
HELM_NS_CERT_MANAGER = 'cert-manager'
HELM_NS_DEFAULT = 'default'
HELM_NS_HELM_TOOLKIT = 'helm-toolkit'
HELM_NS_KUBE_SYSTEM = 'kube-system'
HELM_NS_MONITOR = 'monitor'
HELM_NS_NFS = 'nfs'
HELM_NS_NGINX = 'nginx'
HELM_NS_NOTIFICATION = 'notification'
HELM_NS_OPENSTACK = 'openstack'
HELM_NS_PORTIERIS = 'portieris'
HELM_NS_RBD_PROVISIONER = 'kube-system'
HELM_NS_STORAGE_PROVISIONER = 'kube-system'
HELM_NS_VAULT = 'vault'

LABEL_CONTROLLER = 'openstack-control-plane'
LABEL_COMPUTE_LABEL = 'openstack-compute-node'
LABEL_OPENVSWITCH = 'openvswitch'
LABEL_STATES = ['enabled', 'disabled']
LABEL_VALUE_ENABLED = 'enabled'
LABEL_VALUE_DISABLED = 'disabled'

HELM_CHART_ATTR_ENABLED = 'enabled'
HELM_CHART_ATTRS = [HELM_CHART_ATTR_ENABLED]
