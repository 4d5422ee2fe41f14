/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.wheel.PluginDescriptor;
import io.starlingx.portieris.app.wheel.PluginWheel;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapConfig;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapReader;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapResult;
import io.starlingx.portieris.sysinv.overrides.PortierisChart;
import io.starlingx.portieris.sysinv.plugin.OverrideContext;
import io.starlingx.portieris.sysinv.plugin.Platform;
import io.starlingx.portieris.sysinv.plugin.Platform.CloudRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The product's own wheel, run by Python, computes what the Java plugin computes on the same
 * platform from the same bootstrap files.
 */
class OwnWheelTest {

  private static final String NAME = "portieris";
  private static final Path ROOT = Path.of(System.getProperty("portieris.root"));
  private static final Map<String, Object> SHIPPED = Map.of("PolicySet", "Permissive");

  private final ObjectMapper json = new ObjectMapper();
  @TempDir Path directory;

  /** All-in-one simplex and duplex and more controllers; both address families; every role. */
  private static Stream<Arguments> bootstrapsAndPlatforms() {
    Platform simplex = new Platform(OptionalInt.of(1), false, CloudRole.NONE);
    Platform ofSix = new Platform(OptionalInt.of(5), true, CloudRole.SYSTEMCONTROLLER);
    return Stream.concat(
        Stream.of(
            Arguments.of("", simplex),
            Arguments.of("simplex-air-gapped", simplex),
            Arguments.of("duplex-notary", ofSix)),
        Platform.kinds().stream()
            .map(kind -> new Platform(OptionalInt.of(2), kind.ipv6(), kind.role()))
            .map(duplex -> Arguments.of("several-files", duplex)));
  }

  @ParameterizedTest
  @MethodSource("bootstrapsAndPlatforms")
  void computesWhatTheJavaPluginComputes(String example, Platform platform) throws Exception {
    OverrideContext context = OverrideContext.of(bootstrap(example), SHIPPED);
    PortierisChart plugin = new PortierisChart();
    Path wheel =
        PluginWheel.write(
            NAME,
            AppVersion.parse("26.11-1").orElseThrow(),
            PluginDescriptor.read(ROOT.resolve("manifests/plugin.yaml"), NAME, new ArrayList<>())
                .orElseThrow(),
            SystemOverrides.of(List.of(plugin), context),
            directory);

    JsonNode computed = run(wheel, platform);

    Map<String, Object> expected = plugin.overrides(NAME, context.on(platform));
    assertThat(computed.at("/charts/portieris/portieris"))
        .as("%s", computed)
        .isEqualTo(json.readTree(json.writeValueAsBytes(expected)));
    assertThat(expected).containsKey("replicaCount");
  }

  /** The files of an example in the documentation; empty for none. */
  private Optional<BootstrapConfig> bootstrap(String example) throws IOException {
    if (example.isEmpty()) {
      return Optional.empty();
    }
    Path folder = ROOT.resolve("docs/starlingx/examples").resolve(example);
    List<Path> files = new ArrayList<>();
    for (String name : List.of("site.yml", "secrets.yml", "localhost.yml")) {
      if (Files.exists(folder.resolve(name))) {
        String text = Files.readString(folder.resolve(name));
        files.add(
            Files.writeString(
                directory.resolve(name), text.replace("/home/sysadmin/", folder + "/")));
      }
    }
    BootstrapResult result = new BootstrapReader(InstantSource.system()).read(files);
    assertThat(result).isInstanceOf(BootstrapResult.Valid.class);
    return Optional.of(((BootstrapResult.Valid) result).config());
  }

  private JsonNode run(Path wheel, Platform platform) throws IOException, PluginFailure {
    ObjectNode request = request();
    new PythonWheels(List.of(wheel), true)
        .unpack(directory.resolve("wheels"))
        .forEach(unpacked -> request.withArray("wheels").add(unpacked.toString()));
    Path manifests = Files.createDirectories(directory.resolve("fluxcd-manifests"));
    Files.writeString(manifests.resolve("kustomization.yaml"), "resources: [base, portieris]\n");
    ObjectNode application = (ObjectNode) request.path("application");
    application.put("name", NAME).put("tree", directory.toString());
    application.put("manifests", manifests.toString());
    application.putArray("releases").addObject().put("name", NAME).put("namespace", NAME);
    ((ObjectNode) request.path("applications").path(0)).put("name", NAME);
    request.putArray("overrides");
    describe(platform, (ObjectNode) request.path("platform"));
    List<String> log = new ArrayList<>();
    JsonNode result =
        new PythonProcess(
                PluginSettings.of(Optional.empty(), System.getenv("PATH")), Path.of("python3"))
            .run(
                HostFiles.write(Files.createDirectory(directory.resolve("host"))),
                directory,
                request,
                Duration.ofMinutes(1),
                (question, details) -> {
                  throw new PluginQuestions.UnansweredException("not expected: " + question);
                },
                log::add);
    assertThat(result.path("failure").asText()).as(result + "\n" + log).isEmpty();
    return result;
  }

  private static void describe(Platform platform, ObjectNode facts) {
    int controllers = platform.controllers().orElseThrow();
    ObjectNode system = (ObjectNode) facts.path("system");
    system.put("system_mode", controllers == 1 ? "simplex" : "duplex");
    system.put(
        "distributed_cloud_role",
        platform.role() == CloudRole.NONE ? null : platform.role().name().toLowerCase(Locale.ROOT));
    JsonNode first = facts.path("hosts").path(0);
    ArrayNode hosts = facts.putArray("hosts");
    for (int i = 0; i < controllers; i++) {
      ObjectNode host = first.deepCopy();
      host.put("id", i + 1).put("uuid", "host-" + i).put("hostname", "controller-" + i);
      hosts.add(host);
    }
    for (JsonNode pool : facts.path("pools")) {
      ((ObjectNode) pool).put("family", platform.ipv6() ? 6 : 4);
    }
  }

  private ObjectNode request() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(OwnWheelTest.class.getResourceAsStream("request-duplex.json"))) {
      return (ObjectNode) json.readTree(in);
    }
  }
}
