/** The checks that sysinv makes when an application is uploaded. */
@NullMarked
package io.starlingx.portieris.app.upload;

import org.jspecify.annotations.NullMarked;
