# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The plugin of the HelmRelease @RELEASE@."""

from ..computed import ComputedHelm


class @CLASS@(ComputedHelm):
    CHART = '@RELEASE@'
    HELM_RELEASE = '@RELEASE@'
    SUPPORTED_NAMESPACES = @NAMESPACES@
    SUPPORTED_APP_NAMESPACES = {'@APPLICATION@': SUPPORTED_NAMESPACES}
