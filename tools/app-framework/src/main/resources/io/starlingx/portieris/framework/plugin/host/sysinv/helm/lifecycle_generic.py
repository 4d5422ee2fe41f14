# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from sysinv.helm import lifecycle_base as base


class GenericAppLifecycleOperator(base.AppLifecycleOperator):
    """That of applications without one of their own."""
