# Copyright The Portieris for StarlingX Authors.
# SPDX-License-Identifier: Apache-2.0
import json


class ApiException(Exception):

    def __init__(self, status=None, reason=None, body=None):
        self.status, self.reason, self.body, self.headers = status, reason, body, {}
        super().__init__('(%s) Reason: %s %s' % (status, reason, self._message()))

    def _message(self):
        try:
            return json.loads(self.body).get('message', '')
        except (TypeError, ValueError, AttributeError):
            return self.body or ''


OpenApiException = ApiException
