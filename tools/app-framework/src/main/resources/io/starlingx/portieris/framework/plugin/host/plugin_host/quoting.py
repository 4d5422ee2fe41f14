# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Text that stays text, whatever it looks like."""


class QuotedText(str):
    """JSON quotes every text, and the parent's YAML whatever would be read as something else."""


try:
    from yaml import representer
    representer.SafeRepresenter.add_representer(
        QuotedText, lambda dumper, text: dumper.represent_scalar(
            'tag:yaml.org,2002:str', str(text), style='"'))
except ImportError:
    pass  # the parent writes YAML


def quoted_str(value):
    return QuotedText(value)
