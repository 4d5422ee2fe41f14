/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

/**
 * Sends one request and reads its bounded answer. Every outbound byte of the program goes through
 * this interface. Implementations are safe for use by any number of threads.
 */
public interface Transport {

  /** Never throws on anything that a server or the network does; returns by the deadline. */
  HttpResult send(OutboundRequest request, RequestContext context);
}
