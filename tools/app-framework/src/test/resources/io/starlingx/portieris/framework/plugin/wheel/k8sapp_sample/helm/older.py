# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from sysinv.helm import base


class Older(base.BaseHelm):
    """Loses to the plugin of the same name with the higher number."""

    CHART = 'demo'

    def get_overrides(self, namespace=None):
        raise AssertionError('the older plugin is asked')
