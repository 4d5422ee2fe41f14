/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.starlingx.portieris.trust.http.AddressRule;
import io.starlingx.portieris.trust.http.ProxySettings;
import io.starlingx.portieris.trust.registry.TokenSettings;
import io.starlingx.portieris.webhook.config.CertificateSettings.Source;
import io.starlingx.portieris.webhook.config.LoggingSettings.Verbosity;
import io.starlingx.portieris.webhook.log.LogFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the configuration file. Strict: every mistake is reported, all of them at once. */
public final class ConfigReader {

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private static final int MAX_PORT = 65_535;
  private static final Duration SHORTEST_INTERVAL = Duration.ofMinutes(1);

  private ConfigReader() {}

  /**
   * Reads a file.
   *
   * @throws InvalidConfigException naming every key that is wrong and what is accepted there
   */
  public static WebhookConfig read(Path file) throws InvalidConfigException {
    try {
      return read(Files.readString(file, UTF_8), file.toString());
    } catch (IOException e) {
      throw new InvalidConfigException(file.toString(), List.of("it cannot be read: " + e));
    }
  }

  static WebhookConfig read(String yaml, String title) throws InvalidConfigException {
    JsonNode tree;
    try {
      tree = YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new InvalidConfigException(
          title,
          List.of("it is not YAML: " + e.getOriginalMessage().lines().findFirst().orElse("")));
    }
    List<String> problems = new ArrayList<>();
    WebhookConfig config = read(new ConfigFields(tree, "", problems));
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(title, problems);
    }
    return config;
  }

  private static WebhookConfig read(ConfigFields file) {
    String namespace = file.required("namespace");
    WebhookConfig config =
        new WebhookConfig(
            namespace,
            names(file, namespace),
            file.number("port", 8000, 1, MAX_PORT),
            file.number("metricsPort", 8080, 1, MAX_PORT),
            Duration.ofSeconds(file.number("timeoutSeconds", 15, 1, 30)),
            namespacedModes(file.object("policies")),
            certificates(file.object("certificates")),
            Path.of(file.text("trustedCaDirectory", "/etc/portieris-trusted-ca")),
            trust(file),
            proxy(file.object("proxy")),
            logging(file.object("logging")),
            observation(file));
    file.end();
    return config;
  }

  /** A Service is called by three names, and a URL by its host. */
  private static List<String> names(ConfigFields file, String namespace) {
    String service = file.text("service", "portieris");
    List<String> names = new ArrayList<>();
    names.add(service);
    names.add(service + "." + namespace);
    names.add(service + "." + namespace + ".svc");
    file.convert("url", ConfigReader::https, "must be an https URL with a host")
        .map(url -> url.getHost().replaceAll("[\\[\\]]", ""))
        .ifPresent(names::add);
    return names;
  }

  private static Optional<URI> https(String text) {
    return TrustConfigReader.url(text).filter(url -> url.getScheme().equals("https"));
  }

  private static boolean namespacedModes(ConfigFields fields) {
    boolean allowed = fields.flag("allowNamespacedModes");
    fields.end();
    return allowed;
  }

  private static CertificateSettings certificates(ConfigFields fields) {
    CertificateSettings settings =
        new CertificateSettings(
            fields.choice("source", Source.OWN_CA, Source::key),
            Path.of(fields.text("directory", "/etc/certs")),
            fields.text("caSecret", "portieris-ca"),
            fields.text("webhookConfiguration", "image-admission-config"));
    fields.end();
    return settings;
  }

  private static TrustConfig trust(ConfigFields file) {
    ConfigFields secrets = file.object("policySecrets");
    List<String> namespaces = secrets.texts("namespaces");
    secrets.end();
    ConfigFields fields = file.object("trust");
    TrustConfig trust = TrustConfigReader.read(fields, namespaces);
    fields.end();
    check(fields, "tokenRealms", () -> new TokenSettings(trust.tokenRealms()));
    check(
        fields, "allowedAddresses", () -> AddressRule.webhook(trust.allowedAddresses(), List.of()));
    return trust;
  }

  private static void check(ConfigFields fields, String key, Runnable use) {
    try {
      use.run();
    } catch (IllegalArgumentException e) {
      fields.problem(key, String.valueOf(e.getMessage()));
    }
  }

  private static ProxySettings proxy(ConfigFields fields) {
    String problem = "must be a URL such as http://proxy.example.com:3128";
    ProxySettings proxy =
        new ProxySettings(
            fields.convert("http", TrustConfigReader::url, problem),
            fields.convert("https", TrustConfigReader::url, problem),
            fields.texts("no"));
    fields.end();
    return proxy;
  }

  private static ObservationSettings observation(ConfigFields file) {
    ConfigFields events = file.object("events");
    ObservationSettings settings =
        new ObservationSettings(
            events.flag("enabled", false),
            scan(file.object("scan")),
            tracing(file.object("tracing")));
    events.end();
    return settings;
  }

  private static TracingSettings tracing(ConfigFields fields) {
    TracingSettings settings =
        new TracingSettings(
            fields
                .convert(
                    "endpoint",
                    TrustConfigReader::url,
                    "must be an http or https URL such as http://collector.example.com:4318")
                .map(ConfigReader::traces),
            fields.number("percent", 100, 0, 100));
    fields.end();
    return settings;
  }

  /** Collectors take traces at a path of their own below a URL without one. */
  private static URI traces(URI collector) {
    return collector.getRawPath().isEmpty() ? collector.resolve("/v1/traces") : collector;
  }

  private static ScanSettings scan(ConfigFields fields) {
    Duration interval = fields.duration("interval", Duration.ofHours(1));
    if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
      fields.problem("interval", "must be at least 1m");
    }
    ScanSettings settings =
        new ScanSettings(
            fields.flag("enabled", false),
            interval,
            fields.texts("namespaces"),
            fields.texts("excludedNamespaces"));
    fields.end();
    return settings;
  }

  private static LoggingSettings logging(ConfigFields fields) {
    LoggingSettings logging =
        new LoggingSettings(
            fields.choice("level", Verbosity.INFO, Verbosity::key),
            fields.choice(
                "format", LogFormat.TEXT, format -> format.name().toLowerCase(Locale.ROOT)));
    fields.end();
    return logging;
  }
}
