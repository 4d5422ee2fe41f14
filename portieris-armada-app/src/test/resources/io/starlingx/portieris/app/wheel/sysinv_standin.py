"""Stands in for the two sysinv modules that the plugin imports."""
import sys
import types


class InvalidHelmNamespace(Exception):
    def __init__(self, chart, namespace):
        super().__init__(
            'Invalid helm overrides namespace (%s) for chart %s.' % (namespace, chart))


class FluxCDBaseHelm:
    def __init__(self, operator):
        self.operator = operator


def install():
    for name in ('sysinv', 'sysinv.common', 'sysinv.helm'):
        sys.modules[name] = types.ModuleType(name)
    exception = types.ModuleType('sysinv.common.exception')
    exception.InvalidHelmNamespace = InvalidHelmNamespace
    base = types.ModuleType('sysinv.helm.base')
    base.FluxCDBaseHelm = FluxCDBaseHelm
    sys.modules['sysinv.common'].exception = exception
    sys.modules['sysinv.helm'].base = base
    sys.modules['sysinv.common.exception'] = exception
    sys.modules['sysinv.helm.base'] = base
