# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from sysinv.common.exception import ProcessExecutionError  # noqa: F401
from sysinv.common.utils import execute, trycmd  # noqa: F401
