/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

/**
 * A manifest in a registry.
 *
 * @param repository its repository, without the registry's host
 * @param reference the tag or digest that it was pushed to
 * @param mediaType its media type
 * @param digest its digest, {@code sha256:} and 64 hexadecimal digits
 * @param size its size in bytes
 */
public record PushedImage(
    String repository, String reference, String mediaType, String digest, long size) {}
