/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.rehearsal;

import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As much of a trust server as verifications ask for: every repository is signed when it is first
 * asked about. Those of {@link #PRIVATE} are shown for a token only, which everybody gets.
 */
final class StandInTrustServer {

  static final String PRIVATE = Publisher.REGISTRIES + "private/";
  static final String TOKEN_PATH = "/token";

  private static final String PREFIX = "/v2/";
  private static final String TRUST_DATA = "/_trust/tuf/";
  private static final String UNSIGNED = "/unsigned";
  private static final String TOKEN = "rehearsal";

  private final Publisher publisher;
  private final Map<String, SignedRepository> repositories = new ConcurrentHashMap<>();

  StandInTrustServer(Publisher publisher) {
    this.publisher = publisher;
  }

  /** Whether a path is one of this server's. */
  boolean has(String path) {
    return path.equals(TOKEN_PATH) || path.contains(TRUST_DATA);
  }

  /**
   * The scope of the token that is lacking, if one is.
   *
   * @param authorization the header, empty text for none
   */
  Optional<String> scopeNeeded(String path, String authorization) {
    boolean isRefused =
        path.startsWith(PREFIX + PRIVATE) && !authorization.equals("Bearer " + TOKEN);
    return isRefused ? Optional.of("repository:" + repository(path) + ":pull") : Optional.empty();
  }

  /** The answer; nothing for what does not exist. */
  Optional<byte[]> answer(String path) throws GeneralSecurityException {
    if (path.equals(TOKEN_PATH)) {
      return Optional.of(CanonicalJson.bytes(Map.of("token", TOKEN, "expires_in", 300)));
    }
    String name = repository(path);
    if (name.endsWith(UNSIGNED)) {
      return Optional.empty();
    }
    SignedRepository repository = repositories.get(name);
    if (repository == null) {
      SignedRepository signed = SignedRepository.of(publisher, name);
      SignedRepository earlier = repositories.putIfAbsent(name, signed);
      repository = earlier == null ? signed : earlier;
    }
    String file = path.substring(path.indexOf(TRUST_DATA) + TRUST_DATA.length());
    return repository.file(file.replaceFirst("\\.json$", ""));
  }

  private static String repository(String path) {
    return path.substring(PREFIX.length(), path.indexOf(TRUST_DATA));
  }
}
