# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""YAML by the parent, for interpreters without PyYAML."""

from plugin_host import channel


class YAMLError(Exception):
    pass


class SafeLoader(object):
    pass


class SafeDumper(object):
    pass


Loader = FullLoader = CSafeLoader = SafeLoader
Dumper = CSafeDumper = SafeDumper


def _text(stream):
    text = stream.read() if hasattr(stream, 'read') else stream
    return text.decode('utf-8') if isinstance(text, bytes) else text


def safe_load_all(stream):
    try:
        return iter(channel.ask('yaml_load', text=_text(stream)))
    except channel.Unanswered as e:
        raise YAMLError(str(e)) from e


def safe_load(stream):
    return next(safe_load_all(stream), None)


def load(stream, Loader=None):
    return safe_load(stream)


def load_all(stream, Loader=None):
    return safe_load_all(stream)


def safe_dump_all(documents, stream=None, default_flow_style=False, **ignored):
    texts = [channel.ask('yaml_dump', value=document, flow=bool(default_flow_style))
             for document in documents]
    text = '---\n'.join(texts)
    if stream is None:
        return text
    stream.write(text)


def safe_dump(data, stream=None, **options):
    return safe_dump_all([data], stream, **options)


def dump(data, stream=None, Dumper=None, **options):
    return safe_dump(data, stream, **options)


def dump_all(documents, stream=None, Dumper=None, **options):
    return safe_dump_all(documents, stream, **options)
