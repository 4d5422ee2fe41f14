# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Where the platform keeps its files."""

SW_VERSION = 'nn.nn'
PLATFORM_PATH = '/opt/platform'
PLATFORM_CONF_PATH = '/etc/platform'
CONFIG_PATH = PLATFORM_PATH + '/config/' + SW_VERSION
VOLATILE_PATH = '/var/run'
INITIAL_CONFIG_COMPLETE_FLAG = PLATFORM_CONF_PATH + '/.initial_config_complete'
