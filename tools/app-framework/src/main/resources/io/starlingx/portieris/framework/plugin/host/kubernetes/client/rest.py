# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from .exceptions import ApiException  # noqa: F401
