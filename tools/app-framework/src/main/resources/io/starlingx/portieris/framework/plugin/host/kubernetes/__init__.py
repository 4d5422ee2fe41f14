# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The part of the Kubernetes client that plugins use, over the parent's connection."""
