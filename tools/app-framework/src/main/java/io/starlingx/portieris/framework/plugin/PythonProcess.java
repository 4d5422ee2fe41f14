/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.framework.plugin.PluginQuestions.UnansweredException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One run of the Python program. It gets no environment but the search path, works in a directory
 * that is deleted after it, and ends with everything that it has started when its time is over, it
 * says too much, or it has answered.
 */
final class PythonProcess {

  private static final int LONGEST_LINE = 16 << 20;
  private static final int GRACE_SECONDS = 2;
  private static final int LONGEST_LOG = 256 << 10;

  private final PluginSettings settings;
  private final Path interpreter;
  private final ObjectMapper json = new ObjectMapper();

  PythonProcess(PluginSettings settings, Path interpreter) {
    this.settings = settings;
    this.interpreter = interpreter;
  }

  /**
   * Runs it.
   *
   * @param program the file to run
   * @param directory where it works
   * @param log hears every line that it or the plugin prints, up to 256 KiB
   * @return its result
   * @throws PluginFailure when it does not come to one
   */
  JsonNode run(
      Path program,
      Path directory,
      ObjectNode request,
      Duration limit,
      PluginQuestions questions,
      Consumer<String> log)
      throws PluginFailure, IOException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(interpreter.toString(), "-I", "-B", program.toString()))
            .directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", settings.searchPath());
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("TMPDIR", directory.toString());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new PluginFailure(interpreter + " cannot be started: " + e.getMessage(), e);
    }
    AtomicBoolean isLate = new AtomicBoolean();
    Thread watch = Thread.ofVirtual().start(() -> watch(process, limit, isLate));
    Thread listener = Thread.ofVirtual().start(() -> listen(process.getErrorStream(), log));
    try {
      JsonNode result = converse(process, request, questions);
      letEnd(process);
      return result;
    } catch (IOException e) {
      throw isLate.get()
          ? new PluginFailure("took longer than " + limit.toSeconds() + " seconds", e)
          : new PluginFailure(ended(process) + e.getMessage(), e);
    } finally {
      end(process);
      watch.interrupt();
      join(listener);
    }
  }

  private JsonNode converse(Process process, ObjectNode request, PluginQuestions questions)
      throws IOException {
    try (OutputStream out = process.getOutputStream();
        InputStream in = new BufferedInputStream(process.getInputStream())) {
      send(out, request);
      while (true) {
        JsonNode message = read(in);
        if (message.has("result")) {
          return message.get("result");
        }
        ObjectNode answer = json.createObjectNode();
        try {
          answer.set("answer", questions.answer(message.path("ask").asText(), message));
        } catch (UnansweredException e) {
          answer.put("error", String.valueOf(e.getMessage()));
        }
        send(out, answer);
      }
    }
  }

  private void send(OutputStream out, ObjectNode message) throws IOException {
    out.write(json.writeValueAsBytes(message));
    out.write('\n');
    out.flush();
  }

  private JsonNode read(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("no answer");
      }
      if (line.size() == LONGEST_LINE) {
        throw new IOException("an answer is longer than " + (LONGEST_LINE >> 20) + " MiB");
      }
      line.write(next);
    }
    try {
      return json.readTree(line.toByteArray());
    } catch (JsonProcessingException e) {
      throw new IOException("an answer is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** What it still has to print comes before it is ended. */
  private static void letEnd(Process process) {
    try {
      process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String ended(Process process) {
    try {
      if (process.waitFor(1, TimeUnit.SECONDS)) {
        int code = process.exitValue();
        return code > 128
            ? "was ended by signal " + (code - 128) + ": "
            : "ended with code " + code + ": ";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  private static void watch(Process process, Duration limit, AtomicBoolean isLate) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        isLate.set(true);
        end(process);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void listen(InputStream errors, Consumer<String> log) {
    int left = LONGEST_LOG;
    try (InputStream in = new BufferedInputStream(errors)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (left == 0) {
          continue;
        }
        left--;
        if (next == '\n' || left == 0) {
          log.accept(line.toString(StandardCharsets.UTF_8) + (left == 0 ? " [and more]" : ""));
          line.reset();
        } else {
          line.write(next);
        }
      }
      if (line.size() > 0) {
        log.accept(line.toString(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      log.accept("what the plugin prints cannot be read: " + e.getMessage());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
