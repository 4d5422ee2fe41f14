# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Logging to the standard error, which the parent writes into the operation's log."""

import logging
import sys

logging.basicConfig(
    stream=sys.stderr, level=logging.INFO, format='%(levelname)s %(name)s: %(message)s')


def getLogger(name=None, project='unknown', version='unknown'):
    return logging.getLogger(name)
