/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import java.io.IOException;

/** Takes questions of a load and asks them over a connection of its own, until none is left. */
@FunctionalInterface
interface Asker {

  void ask(Load load) throws IOException, InterruptedException;
}
