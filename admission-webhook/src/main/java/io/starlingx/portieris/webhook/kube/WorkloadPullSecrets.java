/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.policy.SecretReader;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.webhook.review.PodIdentity;
import io.starlingx.portieris.webhook.review.PullCredentials;
import io.starlingx.portieris.webhook.review.PullSecretSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * The pull secrets that a pod spec names; when it names none, those of its service account. One
 * that cannot be used is passed over, as the kubelet does, and reported.
 */
public final class WorkloadPullSecrets implements PullSecretSource {

  private static final List<String> DOCUMENTS = List.of(".dockerconfigjson", ".dockercfg");

  /** Each costs the API server a request, and whoever makes a pod may name any number. */
  static final int MAX_SECRETS = 50;

  /**
   * Of all documents of one pod, in bytes: two Secrets of the largest size, hundreds of usual ones.
   */
  static final int MAX_BYTES = 2 << 20;

  private final SecretReader secrets;

  /** What a document holds, for as long as that very document is remembered. */
  private final LoadingCache<byte[], CredentialStore> documents =
      Caffeine.newBuilder().weakKeys().build(document -> CredentialStore.of(List.of(document)));

  private final RecentObjects<ObjectName, List<String>> serviceAccounts;

  /** Reads of service accounts run on {@code executor}, which is not closed here. */
  public WorkloadPullSecrets(
      KubernetesClient client, SecretReader secrets, ExecutorService executor) {
    this.secrets = requireNonNull(secrets, "secrets");
    this.serviceAccounts =
        new RecentObjects<>(
            "service account",
            name -> get(client, name),
            names -> names.stream().mapToInt(String::length).sum(),
            executor,
            Ticker.systemTicker());
  }

  @Override
  public PullCredentials credentials(PodIdentity pod, RequestContext context) {
    if (pod.namespace().isEmpty()) {
      return new PullCredentials(CredentialStore.empty(), List.of());
    }
    List<String> problems = new ArrayList<>();
    List<String> names =
        pod.pullSecrets().isEmpty() ? ofServiceAccount(pod, context, problems) : pod.pullSecrets();
    return read(pod.namespace(), names, context, problems);
  }

  /** The credentials of Secrets of one namespace, in this order. */
  public PullCredentials read(String namespace, List<String> names, RequestContext context) {
    return read(namespace, names, context, new ArrayList<>());
  }

  private PullCredentials read(
      String namespace, List<String> names, RequestContext context, List<String> problems) {
    List<CredentialStore> stores = new ArrayList<>();
    int bytes = 0;
    List<String> different = List.copyOf(new LinkedHashSet<>(names));
    if (different.size() > MAX_SECRETS) {
      problems.add(
          "of " + different.size() + " pull secrets only the first " + MAX_SECRETS + " are read");
    }
    for (String name : different.subList(0, Math.min(different.size(), MAX_SECRETS))) {
      String title = "pull secret " + namespace + "/" + name;
      if (bytes > MAX_BYTES) {
        problems.add(title + " and those behind it are not read");
        break;
      }
      switch (secrets.read(namespace, name, context)) {
        case SecretLookup.Found found -> {
          Optional<byte[]> document = document(found);
          bytes += document.map(content -> content.length).orElse(0);
          if (document.isEmpty()) {
            problems.add(title + " holds neither of " + DOCUMENTS);
          } else if (bytes > MAX_BYTES) {
            problems.add(title + " is left out: the pod's pull secrets are longer than 2 MiB");
          } else {
            CredentialStore read = documents.get(document.get());
            stores.add(read);
            read.problems().forEach(problem -> problems.add(title + ": " + problem));
          }
        }
        case SecretLookup.Missing missing -> problems.add(title + " not found");
        case SecretLookup.Unreadable(String cause) -> problems.add("pull " + cause);
      }
    }
    return new PullCredentials(CredentialStore.joined(stores), problems);
  }

  private List<String> ofServiceAccount(
      PodIdentity pod, RequestContext context, List<String> problems) {
    ObjectName name = new ObjectName(pod.namespace(), pod.serviceAccount());
    return switch (serviceAccounts.read(name, context.deadline())) {
      case Lookup.Found<List<String>>(List<String> names) -> names;
      case Lookup.Missing<List<String>> missing -> List.of();
      case Lookup.Unreadable<List<String>>(String cause) -> {
        problems.add(cause);
        yield List.of();
      }
    };
  }

  private static Optional<byte[]> document(SecretLookup.Found secret) {
    for (String key : DOCUMENTS) {
      byte[] document = secret.data().get(key);
      if (document != null) {
        return Optional.of(document);
      }
    }
    return Optional.empty();
  }

  private static Optional<List<String>> get(KubernetesClient client, ObjectName name) {
    ServiceAccount account =
        client.serviceAccounts().inNamespace(name.namespace()).withName(name.name()).get();
    return Optional.ofNullable(account)
        .map(
            found ->
                found.getImagePullSecrets().stream()
                    .map(LocalObjectReference::getName)
                    .filter(secret -> secret != null && !secret.isEmpty())
                    .toList());
  }
}
