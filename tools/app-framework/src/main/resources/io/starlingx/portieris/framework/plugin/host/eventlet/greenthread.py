# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from time import sleep  # noqa: F401
