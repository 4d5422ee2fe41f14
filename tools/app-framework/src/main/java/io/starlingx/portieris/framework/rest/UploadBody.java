/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variant.PaddingReadBehaviour;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The body of an upload: a JSON object, in which the stock client sends the tarball as base64 with
 * the URL alphabet. The tarball is written to the disk as it comes, and never held in memory.
 *
 * @param texts the other members, numbers and booleans as they are written
 * @param content the decoded tarball; an empty file when none was sent
 * @param isDecoded false when what was sent is not such base64; members after it were not read then
 */
record UploadBody(Map<String, String> texts, Path content, boolean isDecoded) {

  private static final String CONTENT = "binary_data";
  private static final Base64Variant URL_ALPHABET =
      new Base64Variant(
              "URL",
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
              true,
              '=',
              Integer.MAX_VALUE)
          .withReadPadding(PaddingReadBehaviour.PADDING_ALLOWED);

  UploadBody {
    texts = Map.copyOf(texts);
  }

  /** The text of that name; empty where it is missing. */
  String text(String name) {
    return texts.getOrDefault(name, "");
  }

  /**
   * Reads the body.
   *
   * @param directory an empty directory, in which the content is written
   */
  static UploadBody read(InputStream in, Path directory) throws IOException {
    Path content = Files.createFile(directory.resolve(CONTENT));
    Map<String, String> texts = new HashMap<>();
    try (JsonParser json = Call.JSON.createParser(in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new RefusedCallException(400, "the request's body is not a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        if (!member(json, json.currentName(), texts, content)) {
          return new UploadBody(texts, content, false);
        }
      }
      if (json.nextToken() != null) {
        throw new RefusedCallException(400, "the request's body goes on after its JSON object");
      }
    } catch (JacksonException e) {
      throw Call.notJson(e);
    }
    return new UploadBody(texts, content, true);
  }

  private static boolean member(
      JsonParser json, String name, Map<String, String> texts, Path content) throws IOException {
    JsonToken value = json.nextToken();
    if (value == JsonToken.VALUE_STRING && name.equals(CONTENT)) {
      return decode(json, content);
    }
    if (value.isStructStart() || (name.equals(CONTENT) && value != JsonToken.VALUE_NULL)) {
      throw new RefusedCallException(400, name + " is not text");
    }
    if (value != JsonToken.VALUE_NULL) {
      texts.put(name, json.getText());
    }
    return true;
  }

  private static boolean decode(JsonParser json, Path content) throws IOException {
    try (OutputStream out = Files.newOutputStream(content)) {
      json.readBinaryValue(URL_ALPHABET, out);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
