"""Pushes archives to a real registry, which the environment names."""
import hashlib
import json
import os
import ssl
import tempfile
import unittest
from types import SimpleNamespace as Object

from k8sapp_portieris.lifecycle import image_archives, registry
from sysinv.common import constants, utils

HOST, USER, PASSWORD = (os.environ[n] for n in ('REGISTRY', 'REGISTRY_USER', 'REGISTRY_PASSWORD'))
APP = Object(name='portieris', inst_path=os.environ['APPLICATION'])
ARCHIVE = os.path.join(APP.inst_path, 'image-archives', 'webhook.oci.tar')
with open(os.path.join(APP.inst_path, 'digests.json')) as f:
    DIGESTS = json.load(f)


def connect(password=PASSWORD, host=HOST):
    return registry.Registry(host, USER, password)


class Counting(registry.Registry):
    sent = 0

    def put_manifest(self, *arguments):
        Counting.sent += 1
        super().put_manifest(*arguments)


class ImageArchives(unittest.TestCase):

    def setUp(self):
        constants.DOCKER_REGISTRY_SERVER = HOST
        utils.AUTH = {'username': USER, 'password': PASSWORD}

    def test_images_have_the_digests_that_they_have_in_the_archive(self):
        image_archives.push_all(APP)
        there = connect()
        for tag, digest in DIGESTS.items():
            self.assertTrue(there.has_manifest('docker.io/example/webhook', tag, digest), tag)

    def test_an_image_that_is_there_is_not_sent_again(self):
        image_archives.push_all(APP)
        image_archives.push(ARCHIVE, Counting(HOST, USER, PASSWORD))
        self.assertEqual(0, Counting.sent)

    def test_a_wrong_password_is_an_error(self):
        with self.assertRaises(registry.RegistryError):
            connect('wrong').has_blob('docker.io/example/webhook', 'sha256:' + '0' * 64)

    def test_the_password_goes_to_no_other_host(self):
        with self.assertRaisesRegex(registry.RegistryError, 'no password is sent there'):
            connect()._authorize('Bearer realm="https://192.0.2.1:9002/token/"', 'a')

    def test_the_password_goes_nowhere_without_tls(self):
        with self.assertRaisesRegex(registry.RegistryError, 'unknown authentication'):
            connect()._authorize('Bearer realm="http://localhost:9002/token/"', 'a')

    def test_a_registry_with_an_unknown_authority_is_not_spoken_to(self):
        stranger = connect()
        stranger._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        with self.assertRaises(ssl.SSLError):
            image_archives.push(ARCHIVE, stranger)

    def test_content_that_differs_from_its_digest_is_refused(self):
        digest = 'sha256:' + hashlib.sha256(b'one').hexdigest()
        there = connect()
        there.has_blob('docker.io/example/webhook', digest)
        with tempfile.TemporaryFile() as data, self.assertRaises(registry.RegistryError):
            data.write(b'two')
            data.seek(0)
            there.put_blob('docker.io/example/webhook', digest, data, 3)

    def test_without_archives_nobody_is_asked(self):
        constants.DOCKER_REGISTRY_SERVER = 'registry.invalid:9001'
        with tempfile.TemporaryDirectory() as directory:
            image_archives.push_all(Object(name='portieris', inst_path=directory))

    def test_every_archive_is_tried_before_a_failure_is_told(self):
        broken = os.path.join(APP.inst_path, 'image-archives', 'a-broken.oci.tar')
        with open(broken, 'wb') as f:
            f.write(b'x' * 512)
        self.addCleanup(os.remove, broken)
        with self.assertRaises(Exception):
            image_archives.push_all(APP)
        self.assertTrue(connect().has_manifest(
            'docker.io/example/webhook', '1.0', DIGESTS['1.0']))
