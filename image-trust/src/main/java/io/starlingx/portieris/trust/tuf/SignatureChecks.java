/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Checks signatures, those of files that came early in other threads before it is their turn. A
 * check depends on nothing but the file and the keys: one that was begun with others, or failed, is
 * as if it had never been begun. Used by one thread.
 */
final class SignatureChecks implements AutoCloseable {

  private final ExecutorService executor;
  private final Map<String, Begun> begun = new HashMap<>();

  /**
   * A file and who signed it, at least as many as its role asks for.
   *
   * @param signers by whose valid signatures
   */
  record Checked(SignedFile file, Set<PublicKey> signers) {}

  private record Begun(RoleKeys keys, Future<Result> result) {}

  @SuppressWarnings("ArrayRecordComponent") // private, never compared
  private record Result(byte[] content, Checked checked) {}

  SignatureChecks(ExecutorService executor) {
    this.executor = executor;
  }

  /** Checks a file as soon as it is here. */
  void begin(String role, RoleKeys keys, Callable<byte[]> file) {
    Future<Result> result =
        executor.submit(
            () -> {
              byte[] content = file.call();
              return new Result(content, check(role, keys, content));
            });
    begun.put(role, new Begun(keys, result));
  }

  /**
   * Takes a file apart and has enough of {@code keys} have signed it.
   *
   * @throws TufException as {@link SignedFile#parse} and {@link RoleKeys#verify} do
   */
  Checked require(String role, RoleKeys keys, byte[] content) throws TufException {
    Begun early = begun.remove(role);
    Optional<Result> result = early == null ? Optional.empty() : result(role, early, keys);
    return result.isPresent() && Arrays.equals(result.get().content(), content)
        ? result.get().checked()
        : check(role, keys, content);
  }

  private static Optional<Result> result(String role, Begun early, RoleKeys keys)
      throws TufException {
    if (!early.keys().equals(keys)) {
      early.result().cancel(true);
      return Optional.empty();
    }
    try {
      return Optional.of(early.result().get());
    } catch (ExecutionException e) {
      return Optional.empty(); // what is wrong with the file is found again, in its turn
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TufException.unavailable("interrupted while checking " + role, OptionalInt.empty());
    }
  }

  private static Checked check(String role, RoleKeys keys, byte[] content) throws TufException {
    SignedFile file = SignedFile.parse(role, content);
    return new Checked(file, keys.verify(file));
  }

  /** Stops what is still under way. */
  @Override
  public void close() {
    begun.values().forEach(early -> early.result().cancel(true));
  }
}
