/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority to throw away: P-256 keys, valid from an hour ago for a day. */
public final class TestAuthority {

  private static final Duration VALIDITY = Duration.ofDays(1);
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);
  private static final String LOOPBACK = "127.0.0.1";

  private final Path directory;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private final SecureRandom random = new SecureRandom();

  private TestAuthority(Path directory) throws GeneralSecurityException, IOException {
    this.directory = Files.createDirectories(directory);
    this.keys = generateKeys();
    this.certificate = issue("Test authority", keys, List.of(), true);
  }

  /**
   * Makes an authority.
   *
   * @param directory where its files go ({@code ca.crt} and those of {@link #serverFiles}), made
   *     when missing
   */
  public static TestAuthority create(Path directory) {
    try {
      TestAuthority authority = new TestAuthority(directory);
      PemFile.write(authority.certificateFile(), "CERTIFICATE", authority.certificate.getEncoded());
      return authority;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** The authority's certificate as a PEM file. */
  public Path certificateFile() {
    return directory.resolve("ca.crt");
  }

  /** The authority's certificate as PEM text. */
  public String certificatePem() {
    try {
      return Files.readString(certificateFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Issues a server certificate into {@code <name>.crt} and {@code <name>.key}.
   *
   * @param hosts names and IP addresses; {@code localhost} and 127.0.0.1 when there are none
   */
  public KeyPairFiles serverFiles(String name, String... hosts) {
    try {
      KeyPair pair = generateKeys();
      X509Certificate issued = issue(name, pair, hostsOrLoopback(hosts), false);
      return new KeyPairFiles(
          PemFile.write(directory.resolve(name + ".crt"), "CERTIFICATE", issued.getEncoded()),
          PemFile.write(
              directory.resolve(name + ".key"), "PRIVATE KEY", pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For a server in this JVM: shows a new certificate for the hosts, as {@link #serverFiles}. */
  public SSLContext serverContext(String... hosts) {
    try {
      KeyPair pair = generateKeys();
      X509Certificate issued = issue("server", pair, hostsOrLoopback(hosts), false);
      KeyStore store = emptyStore();
      char[] password = new char[0];
      store.setKeyEntry("server", pair.getPrivate(), password, new X509Certificate[] {issued});
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For a client in this JVM: trusts this authority and no other. */
  public SSLContext clientContext() {
    try {
      KeyStore store = emptyStore();
      store.setCertificateEntry("authority", certificate);
      TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> hostsOrLoopback(String... hosts) {
    return hosts.length == 0 ? List.of("localhost", LOOPBACK) : List.of(hosts);
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyPair generateKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private X509Certificate issue(String name, KeyPair subject, List<String> hosts, boolean authority)
      throws GeneralSecurityException {
    Instant start = Instant.now().minus(CLOCK_SKEW);
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              authority ? new X500Principal("CN=" + name) : certificate.getSubjectX500Principal(),
              new BigInteger(120, random),
              Date.from(start),
              Date.from(start.plus(VALIDITY)),
              new X500Principal("CN=" + name),
              subject.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!hosts.isEmpty()) {
        builder.addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(hosts));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static GeneralNames alternativeNames(List<String> hosts) {
    return new GeneralNames(
        hosts.stream().map(TestAuthority::alternativeName).toArray(GeneralName[]::new));
  }

  private static GeneralName alternativeName(String host) {
    boolean address = host.contains(":") || host.matches("[0-9.]+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
  }
}
