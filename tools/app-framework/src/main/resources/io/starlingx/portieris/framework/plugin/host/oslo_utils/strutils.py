# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
def bool_from_string(subject, strict=False, default=False):
    return {'1': True, 't': True, 'true': True, 'on': True, 'y': True, 'yes': True,
            '0': False, 'f': False, 'false': False, 'off': False, 'n': False, 'no': False,
            }.get(str(subject).strip().lower(), default)
