/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

/**
 * What a push did.
 *
 * @param digest of the manifest or index that the tag names, {@code sha256:} and hex
 * @param sent blobs that were sent
 * @param mounted blobs that the registry took from another repository of its own
 * @param present blobs that were there already
 */
public record PushResult(PushTarget target, String digest, int sent, int mounted, int present) {}
