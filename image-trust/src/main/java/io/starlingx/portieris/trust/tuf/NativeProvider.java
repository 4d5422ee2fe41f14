/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cryptography in native code: AWS-LC, by the Amazon Corretto Crypto Provider. It is asked by name
 * only, and never installed for the whole process.
 *
 * @param provider empty where its library is not for this platform, cannot be loaded or fails its
 *     own tests
 * @param failure why there is none, for people; empty where there is one
 * @see <a href="https://github.com/corretto/amazon-corretto-crypto-provider">Its description</a>
 */
record NativeProvider(Optional<Provider> provider, String failure) {

  /**
   * Loads the library, once in a process.
   *
   * @param signature the algorithm that is needed
   */
  static NativeProvider load(String signature) {
    try {
      AmazonCorrettoCryptoProvider found = AmazonCorrettoCryptoProvider.INSTANCE;
      @Nullable Throwable error = found.getLoadingError();
      if (error != null) {
        return failed(error);
      }
      Signature.getInstance(signature, found); // it refuses when a test of its own has failed
      return new NativeProvider(Optional.of(found), "");
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      return failed(e);
    }
  }

  private static NativeProvider failed(Throwable error) {
    return new NativeProvider(
        Optional.empty(), error + " " + Arrays.toString(error.getSuppressed()));
  }
}
