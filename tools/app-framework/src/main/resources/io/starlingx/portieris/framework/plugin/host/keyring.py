# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Passwords of the platform's services, of which there are none here but the registry's."""

from plugin_host import channel


def get_password(service, username):
    if username == 'services':
        return channel.ask('registry_credentials')['password']
    return None
