/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * The signals that end a program: SIGINT and SIGTERM. Helm's engine, where it runs within this
 * process, takes them for itself and does not give them back; after that neither Ctrl-C nor {@code
 * kill} has an effect. The class that can take them back has no supported name, so it is reached by
 * reflection; without it nothing is lost but this.
 */
final class EndSignals implements AutoCloseable {

  private static final Map<String, Integer> CODES = Map.of("INT", 130, "TERM", 143);

  private final IntConsumer action;
  private final Map<String, Object> former = new HashMap<>();

  private EndSignals(IntConsumer action) {
    this.action = action;
  }

  /**
   * Lets the signals do something else until this is closed.
   *
   * @param action gets the exit code of a program that the signal ends; runs in a thread of its own
   */
  static EndSignals mean(IntConsumer action) {
    EndSignals signals = new EndSignals(action);
    signals.take();
    return signals;
  }

  /** Lets them end this program again, in order. */
  static void takeBack() {
    mean(System::exit);
  }

  /** Takes them anew, from whoever has taken them meanwhile. */
  void take() {
    CODES.forEach(
        (name, code) -> {
          InvocationHandler handler =
              (proxy, method, arguments) -> {
                Thread.ofPlatform().start(() -> action.accept(code));
                return null;
              };
          try {
            Object replaced =
                handle(
                    name,
                    Proxy.newProxyInstance(
                        EndSignals.class.getClassLoader(),
                        new Class<?>[] {Class.forName("sun.misc.SignalHandler")},
                        handler));
            former.putIfAbsent(name, replaced);
          } catch (ReflectiveOperationException e) {
            tell(e);
          }
        });
  }

  /** Returns the handler in whose place this one is. */
  private static Object handle(String name, Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    return Objects.requireNonNull(
        signal
            .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
            .invoke(null, signal.getConstructor(String.class).newInstance(name), handler));
  }

  /** Gives them back. */
  @Override
  public void close() {
    former.forEach(
        (name, handler) -> {
          try {
            handle(name, handler);
          } catch (ReflectiveOperationException e) {
            tell(e);
          }
        });
  }

  private static void tell(ReflectiveOperationException e) {
    System.getLogger(EndSignals.class.getName())
        .log(System.Logger.Level.DEBUG, "signals stay as they are", e);
  }
}
