/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.io.IOException;
import java.util.List;

/** Everything that is remembered, for those who look after it. */
public interface TrustState {

  /**
   * What is known under a key.
   *
   * @param title of the file or object that holds it, for people
   */
  record Entry(FloorKey key, String title, VersionFloor.Reading reading) {}

  /**
   * All entries, by GUN.
   *
   * @throws IOException when the index cannot be read; the message names it
   */
  List<Entry> list() throws IOException;

  /**
   * Forgets everything about a repository, so that it is trusted anew by the rules of its policies,
   * and notes who wanted that.
   *
   * @param by who, for people
   * @return what was forgotten; empty when nothing was known
   * @throws IOException when the state cannot be read or changed; asking again completes it
   */
  List<Entry> reset(String gun, String by) throws IOException;
}
