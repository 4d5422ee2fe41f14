import abc


class FluxCDBaseHelm(abc.ABC):
    """The part of the real class that plugins of well-kept applications use."""

    SUPPORTED_NAMESPACES = []
    SUPPORTED_APP_NAMESPACES = {}

    def __init__(self, operator):
        self._operator = operator
        for name in ('CHART', 'HELM_RELEASE'):
            getattr(self, name)

    @property
    def dbapi(self):
        return self._operator.dbapi

    def get_namespaces_by_app(self, app_name):
        return self.SUPPORTED_APP_NAMESPACES[app_name]

    @abc.abstractmethod
    def get_namespaces(self):
        raise NotImplementedError

    @abc.abstractmethod
    def get_overrides(self, namespace=None):
        raise NotImplementedError

    def _num_replicas_for_platform_app(self):
        return max(1, self.dbapi.provisioned_controllers)

    def _is_ipv6_cluster_service(self):
        return self.dbapi.ipv6

    def _distributed_cloud_role(self):
        return self.dbapi.role
