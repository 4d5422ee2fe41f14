# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""The way to the program that started this one."""

import contextlib
import json
import os
import sys
import threading

_channel = None


class Unanswered(Exception):
    """A question that the parent has not answered, and why."""


class Channel(object):

    def __init__(self, source, sink):
        self._source, self._sink = source, sink
        self._lock = threading.Lock()

    def request(self):
        return json.loads(self._source.readline())

    def ask(self, question, **details):
        with self._lock:
            self._write(dict(details, ask=question))
            answer = json.loads(self._source.readline() or '{"error": "the parent has gone"}')
        if 'error' in answer:
            raise Unanswered(answer['error'])
        return answer.get('answer')

    def end(self, result):
        sys.stdout.flush()
        sys.stderr.flush()
        self._write({'result': result})

    def _write(self, message):
        self._sink.write(json.dumps(message) + '\n')
        self._sink.flush()


@contextlib.contextmanager
def open_on_standard_streams():
    """Takes the standard streams for itself, so that no plugin speaks in its place."""
    global _channel
    with os.fdopen(os.dup(0), 'r', encoding='utf-8') as source, \
            os.fdopen(os.dup(1), 'w', encoding='utf-8') as sink:
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        _channel = Channel(source, sink)
        yield _channel


def ask(question, **details):
    """What only the parent knows or may do."""
    return _channel.ask(question, **details)
