# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""What plugins use of the platform's utilities."""

import contextlib
import ipaddress
import os
import secrets
import shutil
import string
import subprocess
import tempfile

from plugin_host import channel

from . import constants
from . import exception


def generate_random_password(length=16):
    """With at least one lower and one upper case letter, one digit and one other character."""
    kinds = string.ascii_lowercase, string.ascii_uppercase, string.digits, '!*_-+='
    chosen = [secrets.choice(kind) for kind in kinds]
    chosen += [secrets.choice(''.join(kinds)) for _ in range(length - len(chosen))]
    secrets.SystemRandom().shuffle(chosen)
    return ''.join(chosen[:length])


def is_valid_ipv4(address):
    return _is_address(ipaddress.IPv4Address, address)


def is_valid_ipv6(address):
    return _is_address(ipaddress.IPv6Address, address)


def is_valid_ip(address):
    return is_valid_ipv4(address) or is_valid_ipv6(address)


def _is_address(kind, address):
    try:
        kind(address)
        return True
    except ValueError:
        return False


def format_url_address(address):
    return '[%s]' % address if is_valid_ipv6(address) else address


def format_address_name(hostname, network_type):
    return '%s-%s' % (hostname, network_type)


def format_ceph_mon_address(address, port):
    return '%s:%d' % (format_url_address(address), port)


def is_valid_boolstr(value):
    return str(value).lower() in ('true', 'false', 'yes', 'no', 'y', 'n', '1', '0')


def bool_from_string(value):
    return str(value).lower() in ('true', 'yes', 'y', '1')


def is_chart_enabled(dbapi, app_name, chart_name, namespace):
    """True as well when nothing is known of the chart: most are enabled."""
    try:
        row = dbapi.helm_override_get(dbapi.kube_app_get(app_name).id, chart_name, namespace)
    except exception.NotFound:
        return True
    return (row.get('system_overrides') or {}).get('enabled', True)


def is_aio_simplex_system(dbapi):
    system = dbapi.isystem_get_one()
    return (system.system_type, system.system_mode) == (
        constants.TIS_AIO_BUILD, constants.SYSTEM_MODE_SIMPLEX)


def is_aio_duplex_system(dbapi):
    return is_aio_system(dbapi) and not is_aio_simplex_system(dbapi)


def is_aio_system(dbapi):
    return dbapi.isystem_get_one().system_type == constants.TIS_AIO_BUILD


def is_std_system(dbapi):
    return not is_aio_system(dbapi)


def get_distributed_cloud_role(dbapi):
    return dbapi.isystem_get_one().distributed_cloud_role


def is_app_applied(dbapi, app_name):
    try:
        return dbapi.kube_app_get(app_name).status == constants.APP_APPLY_SUCCESS
    except exception.KubeAppNotFound:
        return False


def is_initial_config_complete():
    return True


def is_openstack_applied(dbapi):
    return False


def has_openstack_compute(labels):
    return False


def get_local_docker_registry_auth():
    """Who reads and writes the registry that images are mirrored to."""
    return channel.ask('registry_credentials')


def execute(*command, **options):
    """Standard output and error of a program; it must end well."""
    accepted = options.get('check_exit_code', [0])
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True,
                          input=options.get('process_input'), cwd=options.get('cwd'))
    if accepted not in (False, None) and done.returncode not in (
            accepted if isinstance(accepted, (list, tuple)) else [accepted]):
        raise exception.ProcessExecutionError(
            done.stdout, done.stderr, done.returncode, ' '.join(map(str, command)))
    return done.stdout, done.stderr


def trycmd(*command, **options):
    """The same, whatever comes of it."""
    discard_warnings = options.pop('discard_warnings', False)
    try:
        out, err = execute(*command, **options)
        return (out, '') if discard_warnings else (out, err)
    except (exception.ProcessExecutionError, OSError) as e:
        return '', str(e)


@contextlib.contextmanager
def TempDirectory():
    directory = tempfile.mkdtemp()
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def get_files_matching(path, pattern):
    return [(root, name) for root, _, names in os.walk(path) for name in names
            if name.endswith(pattern)]
