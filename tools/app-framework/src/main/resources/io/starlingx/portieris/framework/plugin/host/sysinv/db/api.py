# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The one database of this task."""

_database = None


def use(database):
    global _database
    _database = database


def get_instance():
    return _database
