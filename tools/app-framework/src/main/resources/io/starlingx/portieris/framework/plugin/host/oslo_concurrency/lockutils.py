# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
import contextlib


def synchronized(*unused, **ignored):
    return lambda function: function


@contextlib.contextmanager
def lock(*unused, **ignored):
    yield
