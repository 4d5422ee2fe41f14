/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import java.nio.file.Path;

/**
 * A folder of the cache.
 *
 * @param directory the folder
 * @param origin where its programs came from, for messages
 */
record CachedPrograms(Path directory, String origin) {}
