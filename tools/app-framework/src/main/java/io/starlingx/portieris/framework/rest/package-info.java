/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The platform's REST API for applications and Helm overrides, as far as its client uses it. {@link
 * io.starlingx.portieris.framework.rest.RestServer} is its door.
 */
@NullMarked
package io.starlingx.portieris.framework.rest;

import org.jspecify.annotations.NullMarked;
