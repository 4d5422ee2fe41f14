/** {@code portieris system}: the stock client's application commands, on any cluster. */
@NullMarked
package io.starlingx.portieris.cli.system;

import org.jspecify.annotations.NullMarked;
