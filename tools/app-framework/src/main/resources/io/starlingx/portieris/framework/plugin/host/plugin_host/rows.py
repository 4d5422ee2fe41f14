# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Rows as the platform's database returns them: fields by name, as attributes or as items."""


class Row(dict):

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name, value):
        self[name] = value

    def as_dict(self):
        return dict(self)

    def save(self, *unused):
        """Rows are what they are: there is no database behind them."""


def rows(items):
    return [Row(item) for item in items]
