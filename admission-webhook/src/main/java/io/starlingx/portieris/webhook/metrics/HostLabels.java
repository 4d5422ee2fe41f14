/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.metrics;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hosts as values of a label. Policies of any tenant name hosts, so only those of the operator and
 * the first {@value #MAX_OTHERS} others have a value of their own.
 */
final class HostLabels {

  static final int MAX_OTHERS = 20;

  /** Whoever has no value of its own. */
  static final String OTHER = "other";

  private static final String HTTPS = ":443";

  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private int others;

  /** With a value for each of the operator's hosts. */
  HostLabels(Collection<String> ofOperator) {
    Set<String> hosts = new HashSet<>();
    ofOperator.forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    known.addAll(hosts);
  }

  /** The value for the server of an absolute URL. */
  String of(String url) {
    String authority = URI.create(url).getRawAuthority();
    return authority == null ? OTHER : ofHost(authority.toLowerCase(Locale.ROOT));
  }

  /** The value for {@code host:port}; the port of https is left out. */
  String ofHost(String hostAndPort) {
    String host =
        hostAndPort.endsWith(HTTPS)
            ? hostAndPort.substring(0, hostAndPort.length() - HTTPS.length())
            : hostAndPort;
    return known.contains(host) || admit(host) ? host : OTHER;
  }

  private synchronized boolean admit(String host) {
    if (known.contains(host)) {
      return true;
    }
    if (others == MAX_OTHERS) {
      return false;
    }
    others++;
    return known.add(host);
  }
}
