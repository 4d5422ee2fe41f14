# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The host's own part; everything beside this package stands in for the platform's modules."""
