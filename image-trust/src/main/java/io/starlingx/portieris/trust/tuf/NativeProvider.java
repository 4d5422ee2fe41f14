/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cryptography in native code: AWS-LC, by the Amazon Corretto Crypto Provider. It is asked by name
 * only, and never installed for the whole process.
 *
 * @see <a href="https://github.com/corretto/amazon-corretto-crypto-provider">Its description</a>
 */
final class NativeProvider {

  private static final Logger LOG = LoggerFactory.getLogger(NativeProvider.class);

  private NativeProvider() {}

  /** The provider; empty where its library is not for this platform or cannot be loaded. */
  static Optional<Provider> load() {
    AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
    @Nullable Throwable error = provider.getLoadingError();
    if (error != null) {
      LOG.info("signatures are verified without native code, which takes longer: {}", error);
      return Optional.empty();
    }
    return Optional.of(provider);
  }
}
