# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Runs one task of one application's plugins.

main.py: a request comes in as one line of JSON, questions go out and their answers come in
likewise, the result is the last line that goes out. Nothing else is on these streams: what a
plugin prints, and what the programs that it starts print, goes to the standard error.
"""

import os
import resource
import sys

sys.dont_write_bytecode = True
_HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[0:0] = [_HERE]
# What is installed comes before these.
sys.path.append(os.path.join(_HERE, 'absent'))

_LARGEST_FILE = 256 << 20
_LARGEST_MEMORY = 4 << 30


def main():
    if sys.version_info < (3, 9):
        sys.exit('Python 3.9 or later is needed, this is %d.%d' % sys.version_info[:2])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_AS, (_LARGEST_MEMORY, _LARGEST_MEMORY))
    from plugin_host import channel
    from plugin_host import tasks
    with channel.open_on_standard_streams() as parent:
        parent.end(tasks.run(parent.request()))


if __name__ == '__main__':
    main()
