# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from plugin_host.quoting import quoted_str  # noqa: F401
