/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks before something is removed, if the environment has {@code CLI_CONFIRMATIONS=enabled}. The
 * answer must come within 10 seconds.
 */
final class Confirmation {

  private static final int SECONDS = 10;

  private final Map<String, String> environment;
  private final InputStream input;
  private final PrintWriter out;

  Confirmation(Map<String, String> environment, InputStream input, PrintWriter out) {
    this.environment = environment;
    this.input = input;
    this.out = out;
  }

  /** Whether to go on; with {@code --yes} without a question. */
  boolean isGiven(boolean isYes) {
    if (isYes || !environment.getOrDefault("CLI_CONFIRMATIONS", "").equals("enabled")) {
      return true;
    }
    out.println(
        "WARNING: This is a high-risk operation that may cause a service interruption or remove"
            + " critical resources");
    out.print("Do you want to continue? (yes/No): ");
    out.flush();
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> answer.complete(readLine()));
    try {
      if (answer.get(SECONDS, TimeUnit.SECONDS).strip().equalsIgnoreCase("yes")) {
        return true;
      }
      out.println("Operation cancelled by the user.");
    } catch (TimeoutException e) {
      out.println("\nError: No response received within the time limit.");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private String readLine() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(input, Charset.defaultCharset())).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      return "";
    }
  }
}
