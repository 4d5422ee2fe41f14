# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
"""As much of the OCI distribution protocol as a push needs, over TLS only."""

import base64
import glob
import http.client
import json
import re
import socket
import ssl
import urllib.parse

_TIMEOUT = 60  # seconds without a byte
_LARGEST_ANSWER = 1 << 20
_MANIFESTS = ', '.join((
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.docker.distribution.manifest.v2+json'))


class RegistryError(Exception):
    pass


class Registry(object):
    """Asks for a token once, and sends the password nowhere but to the registry's own host."""

    def __init__(self, host, username, password):
        self.host = host
        self._basic = 'Basic ' + base64.b64encode(
            ('%s:%s' % (username, password)).encode('utf-8')).decode('ascii')
        self._authorization = {}
        self._tls = ssl.create_default_context()
        # Where container engines look for a registry's certificate authorities.
        for file in glob.glob('/etc/docker/certs.d/%s/*.crt' % host):
            self._tls.load_verify_locations(cafile=file)

    def has_manifest(self, repository, reference, digest):
        status, headers, _ = self._ask(
            repository, 'HEAD', '/manifests/' + reference, {'Accept': _MANIFESTS})
        return status == 200 and headers.get('Docker-Content-Digest') == digest

    def has_blob(self, repository, digest):
        return self._ask(repository, 'HEAD', '/blobs/' + digest)[0] == 200

    def put_blob(self, repository, digest, data, size):
        status, headers, answer = self._ask(repository, 'POST', '/blobs/uploads/')
        _expect(status, 202, answer, 'start of the upload of ' + digest)
        location = urllib.parse.urlsplit(headers['Location'])
        query = '&'.join(q for q in (location.query, 'digest=' + digest) if q)
        status, _, answer = self._send(
            self.host, 'PUT', '%s?%s' % (location.path, query),
            dict(self._authorization.get(repository, {}), **{
                'Content-Type': 'application/octet-stream', 'Content-Length': str(size)}), data)
        _expect(status, 201, answer, 'upload of ' + digest)

    def put_manifest(self, repository, reference, media_type, content):
        status, _, answer = self._ask(
            repository, 'PUT', '/manifests/' + reference, {'Content-Type': media_type}, content)
        _expect(status, 201, answer, 'upload of manifest ' + reference)

    def _ask(self, repository, method, path, headers=None, body=None):
        target = '/v2/' + repository + path
        for retry in (False, True):
            sent = dict(headers or {}, **self._authorization.get(repository, {}))
            status, answered, answer = self._send(self.host, method, target, sent, body)
            if status != 401 or retry:
                break
            self._authorization[repository] = {
                'Authorization': self._authorize(answered.get('WWW-Authenticate', ''), repository)}
        if status in (401, 403):
            raise RegistryError('%s refuses %s of %s' % (self.host, method, repository))
        return status, answered, answer

    def _authorize(self, challenge, repository):
        scheme, _, rest = challenge.partition(' ')
        if scheme.lower() == 'basic':
            return self._basic
        fields = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        realm = urllib.parse.urlsplit(fields.get('realm', ''))
        if scheme.lower() != 'bearer' or realm.scheme != 'https' or not realm.hostname:
            raise RegistryError('%s asks for an unknown authentication' % self.host)
        if not _same_host(realm.hostname, self.host.rpartition(':')[0]):
            raise RegistryError(
                '%s names the token server %s, which is another host: no password is sent there'
                % (self.host, realm.hostname))
        query = urllib.parse.urlencode({
            'service': fields.get('service', ''), 'scope': 'repository:%s:pull,push' % repository})
        status, _, answer = self._send(
            realm.netloc, 'GET', '%s?%s' % (realm.path, query), {'Authorization': self._basic})
        _expect(status, 200, answer, 'token of ' + realm.netloc)
        tokens = json.loads(answer.decode('utf-8'))
        return 'Bearer ' + (tokens.get('token') or tokens['access_token'])

    def _send(self, host, method, target, headers, body=None):
        connection = http.client.HTTPSConnection(host, timeout=_TIMEOUT, context=self._tls)
        try:
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read(_LARGEST_ANSWER)
        finally:
            connection.close()


def _same_host(one, other):
    return one == other or bool(_addresses(one) & _addresses(other))


def _addresses(host):
    return {entry[4][0] for entry in socket.getaddrinfo(host, None)}


def _expect(status, wanted, answer, what):
    if status != wanted:
        raise RegistryError('%s: status %d: %s' % (
            what, status, answer[:200].decode('utf-8', 'replace')))
