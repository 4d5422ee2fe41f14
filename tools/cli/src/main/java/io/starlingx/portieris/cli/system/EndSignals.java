/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * The signals that end a program: SIGINT and SIGTERM. Helm's engine, which runs within this
 * process, takes them for itself whenever it is called and does not give them back; after that
 * neither Ctrl-C nor {@code kill} has an effect. The class that can take them back has no supported
 * name, so it is reached by reflection; without it nothing is lost but this.
 */
final class EndSignals {

  private EndSignals() {}

  /** Lets them end this program again, in order. */
  static void takeBack() {
    takeBack("INT", 130);
    takeBack("TERM", 143);
  }

  private static void takeBack(String name, int exitCode) {
    InvocationHandler exit =
        (proxy, method, arguments) -> {
          Thread.ofPlatform().start(() -> System.exit(exitCode));
          return null;
        };
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              Proxy.newProxyInstance(
                  EndSignals.class.getClassLoader(), new Class<?>[] {handler}, exit));
    } catch (ReflectiveOperationException e) {
      System.getLogger(EndSignals.class.getName())
          .log(System.Logger.Level.DEBUG, "signals stay as they are", e);
    }
  }
}
