# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from plugin_host.quoting import QuotedText as DoubleQuotedScalarString  # noqa: F401
from plugin_host.quoting import QuotedText as SingleQuotedScalarString  # noqa: F401
