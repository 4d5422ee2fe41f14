# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
import uuid


def generate_uuid():
    return str(uuid.uuid4())


def is_uuid_like(value):
    try:
        return str(uuid.UUID(str(value))) == str(value).lower()
    except ValueError:
        return False
