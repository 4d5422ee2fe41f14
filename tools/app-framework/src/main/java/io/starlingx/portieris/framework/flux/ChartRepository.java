/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.flux;

import io.starlingx.portieris.framework.manifest.ChartArchive;
import io.starlingx.portieris.framework.manifest.ChartDirectory;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.view.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The charts of uploaded applications as a Helm repository for Flux, on the loopback address. It
 * takes the place of the platform's, with its paths: {@code /helm_charts/<repository>/index.yaml}.
 *
 * @see <a href="https://helm.sh/docs/topics/chart_repository/">Helm, chart repositories</a>
 */
public final class ChartRepository implements AutoCloseable {

  private static final int THREADS = 8;
  private static final Pattern PATH =
      Pattern.compile("/helm_charts/(starlingx|stx-platform)/(?<file>[A-Za-z0-9][A-Za-z0-9._+-]*)");

  private final Logger jetty = Logger.getLogger("org.eclipse.jetty");
  private final Server server;
  private final ServerConnector connector;
  private final Set<Path> preferred = new CopyOnWriteArraySet<>();

  private ChartRepository(int port, Supplier<List<Path>> trees, InstantSource clock) {
    jetty.setLevel(Level.WARNING);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setDaemon(true);
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new ChartFiles(() -> ordered(trees.get()), clock));
  }

  /**
   * Starts serving.
   *
   * @param port 0 for any free one
   * @param trees the extracted tarballs whose charts are served
   * @throws IOException when the port is taken
   */
  public static ChartRepository start(int port, Supplier<List<Path>> trees, InstantSource clock)
      throws IOException {
    ChartRepository repository = new ChartRepository(port, trees, clock);
    try {
      repository.server.start();
      return repository;
    } catch (Exception e) {
      repository.close();
      throw new IOException("charts cannot be served on port " + port + ": " + e.getMessage(), e);
    }
  }

  /**
   * Of archives with one name, the one in this tree is served from now on: two versions of an
   * application may bring the same version of a chart along.
   */
  void prefer(Path tree) {
    preferred.remove(tree);
    preferred.add(tree);
  }

  /** The preferred ones last. */
  private List<Path> ordered(List<Path> trees) {
    List<Path> ordered = new ArrayList<>(trees);
    ordered.removeAll(preferred);
    preferred.stream().filter(trees::contains).forEach(ordered::add);
    return ordered;
  }

  /** Its address on this machine. */
  public URI url() {
    return URI.create("http://" + connector.getHost() + ":" + connector.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the chart repository does not stop", e);
    }
  }

  private static final class ChartFiles extends Handler.Abstract {
    private final Supplier<List<Path>> trees;
    private final InstantSource clock;

    ChartFiles(Supplier<List<Path>> trees, InstantSource clock) {
      this.trees = trees;
      this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Matcher path = PATH.matcher(Request.getPathInContext(request));
      boolean isRead = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
      if (!path.matches() || !isRead) {
        Response.writeError(request, response, callback, 404);
        return true;
      }
      Map<String, Path> charts = charts();
      String name = path.group("file");
      if (name.equals("index.yaml")) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/yaml");
        Content.Sink.write(response, true, index(charts), callback);
      } else if (charts.containsKey(name)) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/gzip");
        byte[] content = Files.readAllBytes(charts.get(name));
        response.write(true, ByteBuffer.wrap(content), callback);
      } else {
        Response.writeError(request, response, callback, 404);
      }
      return true;
    }

    /** Archives by file name; of two with one name the later tarball's. */
    private Map<String, Path> charts() throws IOException {
      Map<String, Path> charts = new TreeMap<>();
      for (Path tree : trees.get()) {
        ChartArchive.all(tree).forEach(archive -> charts.put(archive.name(), archive.path()));
      }
      return charts;
    }

    private String index(Map<String, Path> charts) throws IOException, ManifestException {
      Map<String, List<Map<String, Object>>> entries = new TreeMap<>();
      for (Path tree : trees.get()) {
        for (ChartDirectory chart : ChartDirectory.all(tree)) {
          String file = chart.name() + "-" + chart.version() + ".tgz";
          Path archive = tree.resolve("charts").resolve(file);
          if (archive.equals(charts.get(file))) {
            Map<String, Object> entry = new TreeMap<>(chart.description());
            entry.put("urls", List.of(file));
            entry.put("digest", sha256(archive));
            entry.put("created", clock.instant().toString());
            entries.computeIfAbsent(chart.name(), name -> new ArrayList<>()).add(entry);
          }
        }
      }
      return YamlText.block(
          new TreeMap<>(
              Map.of(
                  "apiVersion",
                  "v1",
                  "entries",
                  entries,
                  "generated",
                  clock.instant().toString())));
    }

    private static String sha256(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(in.readAllBytes());
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
