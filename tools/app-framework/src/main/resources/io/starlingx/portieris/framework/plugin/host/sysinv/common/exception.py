# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The platform's exceptions: a text that names their arguments."""


class SysinvException(Exception):
    message = 'An unknown exception occurred.'
    code = 500

    def __init__(self, message=None, **kwargs):
        self.kwargs = kwargs
        super().__init__(message or self._text(kwargs))

    def _text(self, kwargs):
        try:
            return self.message % kwargs
        except (KeyError, TypeError, ValueError):
            return '%s %s' % (type(self).__name__, kwargs) if kwargs else self.message

    def format_message(self):
        return str(self)


class NotFound(SysinvException):
    message = 'Resource could not be found.'
    code = 404


class Conflict(SysinvException):
    message = 'Conflict.'
    code = 409


class Invalid(SysinvException):
    message = 'Unacceptable parameters.'
    code = 400


class MultipleResults(SysinvException):
    message = 'More than one result found.'


class InvalidHelmNamespace(Invalid):
    message = 'Invalid helm overrides namespace (%(namespace)s) for chart %(chart)s.'


class HelmOverrideNotFound(NotFound):
    message = 'No helm override with name %(name)s and namespace %(namespace)s'


class HelmOverrideAlreadyExists(Conflict):
    message = 'A helm override with name %(name)s and namespace %(namespace)s already exists'


class KubeAppNotFound(NotFound):
    message = 'No application with name %(name)s.'


class KubeAppInactiveNotFound(NotFound):
    message = 'No inactive application with name %(name)s and version %(version)s'


class ServerNotFound(NotFound):
    message = 'Server %(server)s could not be found.'


class NodeNotFound(NotFound):
    message = 'Node %(node)s could not be found.'


class ServiceNotFound(NotFound):
    message = 'Service %(service)s could not be found.'


class NetworkTypeNotFound(NotFound):
    message = 'Network of type %(type)s could not be found.'


class AddressPoolNotFound(NotFound):
    message = 'Address pool %(address_pool_uuid)s not found.'


class AddressNotFoundByName(NotFound):
    message = 'Address could not be found for %(name)s'


class HostLabelNotFound(NotFound):
    message = 'Host label %(uuid)s could not be found.'


class HostLabelNotFoundByKey(NotFound):
    message = 'Host label %(label)s could not be found.'


class HostLabelAlreadyExists(Conflict):
    message = 'Host label %(label)s already exists on this host %(host)s.'


class LifecycleSemanticCheckException(SysinvException):
    message = 'Semantic check error.'


class LifecycleSemanticCheckOperationBlocked(LifecycleSemanticCheckException):
    message = 'Operation blocked.'


class LifecycleSemanticCheckOperationNotSupported(SysinvException):
    message = 'Operation not supported.'


class LifecycleMissingInfo(SysinvException):
    message = 'Lifecycle hook lacks information.'


class ApplicationApplyFailure(SysinvException):
    message = 'Failed to apply application %(name)s'


class KubeNamespaceDeleteTimeout(SysinvException):
    message = 'Namespace %(name)s deletion timeout.'


class ProcessExecutionError(IOError):

    def __init__(self, stdout='', stderr='', exit_code=None, cmd=None, description=None):
        self.stdout, self.stderr, self.exit_code, self.cmd = stdout, stderr, exit_code, cmd
        super().__init__('%s: exit code %s: %s' % (cmd, exit_code, stderr.strip()))


def __getattr__(name):
    # The platform has hundreds; one that plugins raise themselves needs no more than a name.
    if not name[:1].isupper():
        raise AttributeError(name)
    made = type(name, (NotFound if name.endswith('NotFound') else SysinvException,), {})
    globals()[name] = made
    return made
