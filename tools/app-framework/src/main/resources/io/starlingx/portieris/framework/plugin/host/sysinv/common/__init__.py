# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
