"""The image that came within the tarball, when its application is applied."""
import os
import unittest

from conductor import Conductor
from k8sapp_portieris.lifecycle import registry
from sysinv.common import constants, utils

HOST, USER, PASSWORD = (os.environ[n] for n in ('REGISTRY', 'REGISTRY_USER', 'REGISTRY_PASSWORD'))
REPOSITORY, _, TAG = os.environ['IMAGE'].rpartition(':')


class EmbeddedImage(unittest.TestCase):

    def test_an_apply_pushes_it_under_its_digest(self):
        constants.DOCKER_REGISTRY_SERVER = HOST
        utils.AUTH = {'username': USER, 'password': PASSWORD}
        there = registry.Registry(HOST, USER, PASSWORD)
        self.assertFalse(there.has_manifest(REPOSITORY, TAG, os.environ['DIGEST']))
        conductor = Conductor(os.environ['APPLICATION'])

        self.assertTrue(conductor.apply(conductor.upload()), conductor.failed_hooks)

        self.assertEqual([], conductor.failed_hooks)
        self.assertTrue(there.has_manifest(REPOSITORY, TAG, os.environ['DIGEST']))
