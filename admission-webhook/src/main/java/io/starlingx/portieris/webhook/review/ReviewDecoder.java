/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.starlingx.portieris.webhook.review.DecodedReview.Review;
import io.starlingx.portieris.webhook.review.DecodedReview.Unusable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an AdmissionReview. Strict: no duplicate names, no text after the document, no value of
 * another kind than the API states. Only what a decision needs is kept: the options are passed
 * over.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#request">AdmissionReview
 *     request</a>
 */
final class ReviewDecoder {

  /**
   * Bounds the memory of a decoded object and its old form: a pod has some hundreds, a policy a
   * dozen for each rule.
   */
  private static final int MAX_TOKENS = 200_000;

  private static final String UNDECODABLE = "bad request, unable to decode admission review body: ";
  private static final Unusable NO_REQUEST =
      new Unusable("bad request, no admission request present");

  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .recyclerPool(JsonText.BUFFERS)
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(100)
                      .maxTokenCount(MAX_TOKENS)
                      .maxNameLength(4096)
                      .maxNumberLength(100)
                      .build())
              .build());

  /** How much of the objects is kept. */
  private enum Objects {
    WHOLE,
    OF_WORKLOADS;

    /** An update is compared with what is stored, and the API server states the operation first. */
    JsonNode read(JsonParser json, String operation) throws IOException {
      return this == OF_WORKLOADS && operation.equals("CREATE")
          ? WorkloadFields.read(json)
          : JSON.readTree(json);
    }
  }

  private ReviewDecoder() {}

  /** What the first bytes of a review tell; each text empty unless it is among them. */
  record Beginning(String apiVersion, String kind, String uid) {}

  /** Reads until the uid of the request, or as far as there is something to read. */
  static Beginning beginning(byte[] start) {
    String apiVersion = "";
    String kind = "";
    try (JsonParser json = JSON.createParser(start)) {
      json.nextToken();
      requireObject(json, "the review");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "apiVersion" -> apiVersion = text(json, field);
          case "kind" -> kind = text(json, field);
          case "request" -> {
            requireObject(json, field);
            return new Beginning(apiVersion, kind, uid(json));
          }
          default -> json.skipChildren();
        }
      }
    } catch (IOException e) {
      // ends or breaks before the uid
    }
    return new Beginning(apiVersion, kind, "");
  }

  private static String uid(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      if (field.equals("uid")) {
        return text(json, "request.uid");
      }
      json.skipChildren();
    }
    return "";
  }

  /** Reads the body of a request, whatever it holds. */
  static DecodedReview decode(byte[] body) {
    return decode(body, Objects.WHOLE);
  }

  /** As {@link #decode(byte[])}, of the object no more than {@link WorkloadFields}. */
  static DecodedReview decodeWorkload(byte[] body) {
    return decode(body, Objects.OF_WORKLOADS);
  }

  private static DecodedReview decode(byte[] body, Objects objects) {
    try (JsonParser json = JSON.createParser(body)) {
      JsonToken first = json.nextToken();
      if (first == null) {
        return NO_REQUEST;
      }
      DecodedReview review = first == JsonToken.VALUE_NULL ? NO_REQUEST : review(json, objects);
      if (json.nextToken() != null) {
        throw mismatch(json, "the document", "alone");
      }
      return review;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      String place = line > 0 ? " at line " + line + ", column " + column(e) : "";
      return new Unusable(UNDECODABLE + Printable.text(e.getOriginalMessage()) + place);
    } catch (IOException e) {
      return new Unusable(UNDECODABLE + "not UTF-8 text");
    }
  }

  private static int column(JsonProcessingException e) {
    return e.getLocation().getColumnNr();
  }

  private static DecodedReview review(JsonParser json, Objects objects) throws IOException {
    requireObject(json, "the review");
    String apiVersion = "";
    String kind = "";
    @Nullable AdmissionRequest request = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "apiVersion" -> apiVersion = text(json, field);
        case "kind" -> kind = text(json, field);
        case "request" ->
            request = json.currentToken() == JsonToken.VALUE_NULL ? null : request(json, objects);
        default -> json.skipChildren();
      }
    }
    return request == null ? NO_REQUEST : new Review(apiVersion, kind, request);
  }

  private static AdmissionRequest request(JsonParser json, Objects objects) throws IOException {
    requireObject(json, "request");
    String uid = "";
    GroupVersionResource resource = new GroupVersionResource("", "", "");
    String subResource = "";
    String namespace = "";
    String name = "";
    String operation = "";
    boolean dryRun = false;
    Requester requester = Requester.UNKNOWN;
    JsonNode object = MissingNode.getInstance();
    JsonNode oldObject = MissingNode.getInstance();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "uid" -> uid = text(json, "request.uid");
        case "resource" -> resource = resource(json);
        case "subResource" -> subResource = text(json, "request.subResource");
        case "namespace" -> namespace = text(json, "request.namespace");
        case "name" -> name = text(json, "request.name");
        case "operation" -> operation = text(json, "request.operation");
        case "dryRun" -> dryRun = flag(json, "request.dryRun");
        case "userInfo" -> requester = requester(json);
        case "object" -> object = objects.read(json, operation);
        case "oldObject" -> oldObject = objects.read(json, operation);
        default -> json.skipChildren();
      }
    }
    return new AdmissionRequest(
        uid,
        resource,
        subResource,
        namespace,
        name,
        operation,
        dryRun,
        requester,
        object,
        oldObject);
  }

  private static GroupVersionResource resource(JsonParser json) throws IOException {
    requireObject(json, "request.resource");
    String group = "";
    String version = "";
    String resource = "";
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "group" -> group = text(json, "request.resource.group");
        case "version" -> version = text(json, "request.resource.version");
        case "resource" -> resource = text(json, "request.resource.resource");
        default -> json.skipChildren();
      }
    }
    return new GroupVersionResource(group, version, resource);
  }

  private static Requester requester(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Requester.UNKNOWN;
    }
    requireObject(json, "request.userInfo");
    String username = "";
    String uid = "";
    List<String> groups = List.of();
    Map<String, List<String>> extra = Map.of();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "username" -> username = text(json, "request.userInfo.username");
        case "uid" -> uid = text(json, "request.userInfo.uid");
        case "groups" -> groups = texts(json, "request.userInfo.groups");
        case "extra" -> extra = extra(json);
        default -> json.skipChildren();
      }
    }
    return new Requester(username, uid, groups, extra);
  }

  private static Map<String, List<String>> extra(JsonParser json) throws IOException {
    Map<String, List<String>> extra = new HashMap<>();
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return extra;
    }
    requireObject(json, "request.userInfo.extra");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      extra.put(key, texts(json, "request.userInfo.extra"));
    }
    return extra;
  }

  private static List<String> texts(JsonParser json, String what) throws IOException {
    List<String> texts = new ArrayList<>();
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return texts;
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw mismatch(json, what, "a list of texts");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts.add(text(json, what));
    }
    return texts;
  }

  private static void requireObject(JsonParser json, String what) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw mismatch(json, what, "an object");
    }
  }

  private static String text(JsonParser json, String what) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> "";
      default -> throw mismatch(json, what, "text");
    };
  }

  private static boolean flag(JsonParser json, String what) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw mismatch(json, what, "true or false");
    };
  }

  private static JsonProcessingException mismatch(JsonParser json, String what, String expected) {
    return new JsonParseException(json, what + " must be " + expected);
  }
}
