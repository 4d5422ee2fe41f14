/** Archives: reading hostile ones within limits, writing the same bytes everywhere. */
@NullMarked
package io.starlingx.portieris.app.archive;

import org.jspecify.annotations.NullMarked;
