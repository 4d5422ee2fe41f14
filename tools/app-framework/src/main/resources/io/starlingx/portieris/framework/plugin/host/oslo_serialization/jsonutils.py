# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from json import dump, dumps, load, loads  # noqa: F401
