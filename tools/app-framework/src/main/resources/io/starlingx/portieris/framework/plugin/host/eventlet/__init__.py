# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from time import sleep  # noqa: F401


def monkey_patch(*unused, **ignored):
    """Threads are the interpreter's own."""
