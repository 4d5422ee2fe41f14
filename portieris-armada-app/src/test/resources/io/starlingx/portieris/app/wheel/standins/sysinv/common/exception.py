class SysinvException(Exception):
    message = '%s'

    def __init__(self, message=None, **fields):
        super().__init__(message or self.message % fields)


class InvalidHelmNamespace(SysinvException):
    message = 'Invalid helm overrides namespace (%(namespace)s) for chart %(chart)s.'


class LifecycleSemanticCheckException(SysinvException):
    pass


class HelmOverrideNotFound(SysinvException):
    message = 'No Helm override found for name %(name)s, namespace %(namespace)s'
