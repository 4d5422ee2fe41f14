/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.cli.Colours;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.StoreException;
import io.starlingx.portieris.framework.view.OutputFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BinaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command on the applications of one cluster. */
abstract class SessionCommand implements Callable<Integer> {

  static final int DONE = 0;
  static final int FAILED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final String rejection;

  SessionCommand() {
    this("");
  }

  /**
   * @param rejection what to put before the text when the cluster cannot be reached
   */
  SessionCommand(String rejection) {
    this.rejection = rejection;
  }

  /** Returns the exit code. */
  abstract int run(SystemSession session) throws ClusterUnreachableException, IOException;

  @Override
  public final Integer call() {
    try (SystemSession session = system().open()) {
      return run(session);
    } catch (ClusterUnreachableException e) {
      return refuse(rejection + e.getMessage());
    } catch (StoreException e) {
      return refuse(String.valueOf(e.getMessage()));
    } catch (IOException | UncheckedIOException e) {
      return refuse(e.toString());
    }
  }

  final void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }

  /** Says something to people, beside the command's result. */
  final void tell(String text) {
    spec.commandLine().getErr().println(text);
  }

  final int refuse(String text) {
    spec.commandLine().getErr().println(text);
    return FAILED;
  }

  /** Gives a text, the second, a colour by its name, the first; only on a terminal. */
  final BinaryOperator<String> colours() {
    return new Colours(spec);
  }

  final OperationFollower follower(OutputFormat format) {
    return system().follower(spec, format);
  }

  final Map<String, String> environment() {
    return system().environment();
  }

  final boolean isConfirmed(boolean isYes) {
    return system().isConfirmed(isYes, spec.commandLine().getOut());
  }

  private SystemCommand system() {
    if (spec.parent() != null && spec.parent().userObject() instanceof SystemCommand system) {
      return system;
    }
    throw new IllegalStateException(spec.qualifiedName() + " belongs below system");
  }
}
