# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
import base64


def encode_as_text(value, encoding='utf-8'):
    return base64.b64encode(value if isinstance(value, bytes) else value.encode(encoding)).decode()


def encode_as_bytes(value, encoding='utf-8'):
    return encode_as_text(value, encoding).encode()


def decode_as_bytes(value, encoding='utf-8'):
    return base64.b64decode(value)


def decode_as_text(value, encoding='utf-8'):
    return base64.b64decode(value).decode(encoding)
