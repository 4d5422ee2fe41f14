# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Where the platform keeps its files."""

SW_VERSION = 'nn.nn'
PLATFORM_PATH = '/opt/platform'
CONFIG_PATH = PLATFORM_PATH + '/config/' + SW_VERSION
VOLATILE_PATH = '/var/run'
