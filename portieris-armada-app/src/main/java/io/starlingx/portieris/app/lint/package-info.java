/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
/** What sysinv would object to in an application, and what it takes but which hurts later. */
@NullMarked
package io.starlingx.portieris.app.lint;

import org.jspecify.annotations.NullMarked;
