/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.time.Duration;

/**
 * Is told how hosts bear the requests sent to them. Hosts are {@code host:port} and may have been
 * named by anybody who may write a policy. Called by the thread of the request: must not block.
 */
public interface TransportObserver {

  /** Why a request was not sent. */
  enum Refusal {
    /** As many requests as one host may get were under way. */
    BUSY,
    /** The host had not answered lately and is left alone. */
    RESTING
  }

  /** The host left several requests in a row unanswered and is not asked for a while. */
  void opened(String host, String cause);

  /** The host answers again. */
  void closed(String host);

  /** A request was not sent. */
  void refused(String host, Refusal why);

  /** A request ended, with an answer of any status or without one. */
  void ended(String host, boolean answered, Duration took);

  /** Who is not interested. */
  static TransportObserver none() {
    return new TransportObserver() {
      @Override
      public void opened(String host, String cause) {}

      @Override
      public void closed(String host) {}

      @Override
      public void refused(String host, Refusal why) {}

      @Override
      public void ended(String host, boolean answered, Duration took) {}
    };
  }
}
