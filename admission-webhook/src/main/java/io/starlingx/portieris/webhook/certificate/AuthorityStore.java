/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import java.util.Optional;

/**
 * Where all replicas share one authority. Every write is made only if nothing has changed since the
 * read, so that of several replicas one wins.
 */
public interface AuthorityStore {

  /** For messages: {@code secret portieris/portieris-ca}. */
  String title();

  /**
   * What is stored.
   *
   * @throws StoreUnreachableException when it could not be learned
   */
  Optional<StoredAuthority> read() throws StoreUnreachableException;

  /**
   * Stores the first authority; whether nobody was faster.
   *
   * @throws StoreUnreachableException when it is not known whether it was stored
   */
  boolean create(StoredAuthority authority) throws StoreUnreachableException;

  /**
   * Stores {@code authority} in the place of what has {@code authority.version()}; whether that was
   * still there.
   *
   * @throws StoreUnreachableException when it is not known whether it was stored
   */
  boolean replace(StoredAuthority authority) throws StoreUnreachableException;
}
