# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""Images that came within the tarball, pushed to the local registry with the same bytes.

The platform mirrors images by pulling and pushing, which needs a registry that has them and may
change the digest that was signed. Only the controller that unpacked the tarball has the files;
the registry is the same for all.
"""

import glob
import json
import os
import tarfile

from oslo_log import log as logging

from sysinv.common import constants
from sysinv.common import utils

from .registry import Registry

LOG = logging.getLogger(__name__)

_NAME = 'io.containerd.image.name'


def push_all(app):
    """Pushes every image of every archive, and fails after the last if one failed."""
    failures = []
    for file in sorted(glob.glob(os.path.join(app.inst_path, 'image-archives', '*.oci.tar'))):
        try:
            auth = utils.get_local_docker_registry_auth()
            push(file, Registry(
                constants.DOCKER_REGISTRY_SERVER, auth['username'], auth['password']))
        except Exception as e:
            LOG.exception('%s: images of %s cannot be pushed', app.name, os.path.basename(file))
            failures.append(e)
    if failures:
        raise failures[0]


def push(file, registry):
    """Pushes the images of one OCI archive, whose annotations name them."""
    with tarfile.open(file, 'r:') as archive:
        for image in json.load(archive.extractfile('index.json'))['manifests']:
            name = image.get('annotations', {}).get(_NAME)
            if not name:
                raise ValueError('%s: an image has no annotation %s' % (file, _NAME))
            repository, _, tag = name.rpartition(':')
            if registry.has_manifest(repository, tag, image['digest']):
                LOG.info('%s is in %s already', name, registry.host)
                continue
            _push_manifest(archive, registry, repository, image, tag)
            LOG.info('%s is pushed to %s as %s', name, registry.host, image['digest'])


def _push_manifest(archive, registry, repository, descriptor, reference):
    """What a manifest names goes before it."""
    content = archive.extractfile(_blob(descriptor['digest'])).read()
    manifest = json.loads(content.decode('utf-8'))
    for child in manifest.get('manifests', []):
        _push_manifest(archive, registry, repository, child, child['digest'])
    for blob in [manifest[k] for k in ('config',) if k in manifest] + manifest.get('layers', []):
        if not registry.has_blob(repository, blob['digest']):
            with archive.extractfile(_blob(blob['digest'])) as data:
                registry.put_blob(repository, blob['digest'], data, blob['size'])
    registry.put_manifest(repository, reference, descriptor['mediaType'], content)


def _blob(digest):
    return 'blobs/' + digest.replace(':', '/')
