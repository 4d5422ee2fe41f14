# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
from sysinv.helm import kustomize_base as base


class SampleKustomize(base.FluxCDKustomizeOperator):

    APP = 'demo'

    def platform_mode_kustomize_updates(self, dbapi, mode):
        assert self.kustomization_resources
