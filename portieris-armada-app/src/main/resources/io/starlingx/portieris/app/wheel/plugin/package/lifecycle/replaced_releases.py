# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Releases of earlier versions whose objects this version has under its own release.

Helm gives an object of one release to no other, and the platform takes what a version no longer
has away only after the new one is applied. So these go before.
"""

from oslo_log import log as logging

from sysinv.common import constants
from sysinv.helm import utils

LOG = logging.getLogger(__name__)


def remove_all(app_op, releases):
    for replaced in releases:
        # First, or Flux would install it again. It is no error when it is gone already.
        app_op._kube.delete_custom_resource(
            constants.FLUXCD_CRD_HELM_REL_GROUP, constants.FLUXCD_CRD_HELM_REL_VERSION,
            replaced['namespace'], constants.FLUXCD_CRD_HELM_REL_PLURAL,
            replaced['helm_release'])
        if replaced['release'] in utils.retrieve_helm_releases():
            LOG.info('helm release %s is replaced', replaced['release'])
            _remove(replaced)


def _remove(replaced):
    try:
        utils.delete_helm_release(replaced['release'], replaced['namespace'])
    except Exception:
        # Flux may have been faster.
        if replaced['release'] in utils.retrieve_helm_releases():
            raise
