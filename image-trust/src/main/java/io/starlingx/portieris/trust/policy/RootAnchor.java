/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/** What a root of trust must match, ready for use. */
public sealed interface RootAnchor extends RootPin {

  /** Root keys with these ids, as in the root file or as computed from the bare key. */
  record KeyIds(Set<String> ids) implements RootAnchor {
    public KeyIds {
      ids = Set.copyOf(ids);
    }
  }

  /** These root keys, compared by their encoded public key. */
  record PublicKeys(List<PublicKey> keys) implements RootAnchor {
    public PublicKeys {
      keys = List.copyOf(keys);
    }
  }

  /** Root certificates that chain to one of these. */
  record Authorities(List<X509Certificate> certificates) implements RootAnchor {
    public Authorities {
      certificates = List.copyOf(certificates);
    }
  }

  /** Whatever root is seen first, then that one and its successors. */
  record FirstUse() implements RootAnchor {}

  /** No anchor and no first use: only a root that is already trusted. */
  record Nothing() implements RootAnchor {}
}
