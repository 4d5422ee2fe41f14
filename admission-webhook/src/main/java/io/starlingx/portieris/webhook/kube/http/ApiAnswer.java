/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import java.util.List;
import java.util.Map;

/**
 * The answer to a request, read to its end.
 *
 * @param headers by name in any case
 */
@SuppressWarnings("ArrayRecordComponent") // private to the package, never compared
record ApiAnswer(int status, Map<String, List<String>> headers, byte[] body) {}
