"""Unpacks a wheel, loads its plugin by the entry point and prints what it returns."""
import importlib
import os
import sys
import tempfile
import zipfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sysinv_standin  # noqa: E402

sysinv_standin.install()
with tempfile.TemporaryDirectory() as directory:
    zipfile.ZipFile(sys.argv[1]).extractall(directory)
    sys.path.insert(0, directory)
    from importlib import metadata

    found = metadata.distribution('k8sapp_portieris')
    point = next(p for p in found.entry_points if p.name == '001_portieris')
    module, name = point.value.split(':')
    plugin = getattr(importlib.import_module(module), name)(operator=None)
    print('namespaces', plugin.get_namespaces())
    print('all', plugin.get_overrides())
    one = plugin.get_overrides('portieris')
    print('one', one)
    one['changed'] = True
    print('unshared', 'changed' not in plugin.get_overrides('portieris'))
    try:
        plugin.get_overrides('other')
    except sysinv_standin.InvalidHelmNamespace as e:
        print('refused', e)
