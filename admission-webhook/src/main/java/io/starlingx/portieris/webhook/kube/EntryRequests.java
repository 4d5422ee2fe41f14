/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.starlingx.portieris.trust.tuf.FloorFile;
import java.io.IOException;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What is asked of the API server for each first use, and so makes neither an object nor, of what
 * is expected, an exception.
 */
record EntryRequests(KubernetesClient client, String namespace) {

  private static final Duration LOOK_LIMIT = Duration.ofSeconds(1);
  private static final String CACHED = "resourceVersion=0";
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Whether there is no such object, by the API server's cache, which costs its store nothing, or a
   * failure within some seconds. That there is none is what is expected, so it makes no exception.
   */
  boolean isAbsent(String name) throws IOException {
    HttpClient http = client.getHttpClient();
    try {
      HttpRequest request =
          http.newHttpRequestBuilder()
              .uri(uri("/" + name, CACHED))
              .timeout(LOOK_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
              .build();
      int status = http.sendAsync(request, byte[].class).get().code();
      return switch (status) {
        case HttpURLConnection.HTTP_NOT_FOUND -> true;
        case HttpURLConnection.HTTP_OK -> false;
        default ->
            throw new IOException("the API server answered " + status + " for " + title(name));
      };
    } catch (ExecutionException e) {
      throw new IOException(title(name) + " could not be looked for: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while looking for " + title(name), e);
    }
  }

  /**
   * Watches names and versions of all ConfigMaps, of those that there are first.
   *
   * <p>By a label, somebody could take an entry out of sight.
   */
  CompletableFuture<HttpResponse<AsyncBody>> watch(AsyncBody.Consumer<List<ByteBuffer>> events) {
    HttpClient http = client.getHttpClient();
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(uri("", CACHED + "&watch=true"))
            .setHeader("Accept", METADATA)
            .forStreaming()
            .build();
    return http.consumeBytes(request, events);
  }

  private URI uri(String path, String query) {
    String server = client.getMasterUrl().toString();
    String all = server.endsWith("/") ? path().substring(1) : path();
    return URI.create(server + all + path + "?" + query);
  }

  private String path() {
    return "/api/v1/namespaces/" + namespace + "/configmaps";
  }

  private String title(String name) {
    return "configmap " + namespace + "/" + name;
  }

  /**
   * What has come of a creation.
   *
   * @param isNew otherwise there was one
   * @param version at which it was created, if it can be compared with others
   */
  record Creation(boolean isNew, OptionalLong version) {}

  /** Creates an entry, unless there is one. */
  Creation create(FloorFile.Entry entry) throws IOException {
    String name = FloorConfigMaps.entryName(entry.key());
    String content = new String(FloorFile.write(entry), UTF_8);
    try {
      String created = client.raw(path(), "POST", json(name, entry.key().gun(), content));
      return new Creation(true, version(created));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return new Creation(false, OptionalLong.empty());
      }
      throw new IOException(
          "trust state " + title(name) + " could not be written: " + ApiFailure.cause(e), e);
    }
  }

  private static OptionalLong version(String object) throws IOException {
    try (JsonParser json = JSON.createParser(object)) {
      json.nextToken();
      return moveTo(json, "metadata") && moveTo(json, "resourceVersion")
          ? number(json.getText())
          : OptionalLong.empty();
    } catch (JsonProcessingException e) {
      return OptionalLong.empty(); // it is stored all the same
    }
  }

  /** Moves on to the value of a field of the object that begins here. */
  private static boolean moveTo(JsonParser json, String field) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isIt = json.currentName().equals(field);
      json.nextToken();
      if (isIt) {
        return true;
      }
      json.skipChildren();
    }
    return false;
  }

  /** A version that can be compared with others of the same kind of objects. */
  static OptionalLong number(String version) {
    try {
      return OptionalLong.of(Long.parseLong(version));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private String json(String name, String gun, String content) throws IOException {
    StringWriter text = new StringWriter(content.length() + 512);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", "v1");
      json.writeStringField("kind", "ConfigMap");
      json.writeObjectFieldStart("metadata");
      json.writeStringField("name", name);
      json.writeStringField("namespace", namespace);
      json.writeObjectFieldStart("labels");
      json.writeStringField("app", "portieris");
      json.writeStringField(FloorConfigMaps.LABEL, FloorConfigMaps.ENTRY);
      json.writeEndObject();
      json.writeObjectFieldStart("annotations");
      json.writeStringField(FloorConfigMaps.GUN, gun);
      json.writeEndObject();
      json.writeEndObject();
      json.writeObjectFieldStart("data");
      json.writeStringField(FloorConfigMaps.ENTRY, content);
      json.writeEndObject();
      json.writeEndObject();
    }
    return text.toString();
  }
}
