/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import java.nio.file.Path;

/**
 * A certificate and its private key, each in a PEM file.
 *
 * @param certificate the certificate alone, as its authority is trusted directly
 * @param key the key as PKCS #8
 */
public record KeyPairFiles(Path certificate, Path key) {}
