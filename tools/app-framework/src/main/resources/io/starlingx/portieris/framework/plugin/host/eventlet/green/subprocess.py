# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from subprocess import *  # noqa: F401,F403
