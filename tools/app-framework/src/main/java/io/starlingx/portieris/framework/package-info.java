/**
 * The application framework: upload, override, apply, remove and delete StarlingX applications on
 * any Kubernetes cluster. {@link io.starlingx.portieris.framework.ApplicationFramework} is its
 * door.
 */
@NullMarked
package io.starlingx.portieris.framework;

import org.jspecify.annotations.NullMarked;
