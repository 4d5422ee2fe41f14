/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.preview;

import static io.starlingx.portieris.framework.preview.ObjectChange.Action.CHANGE;
import static io.starlingx.portieris.framework.preview.ObjectChange.Action.CREATE;
import static io.starlingx.portieris.framework.preview.ObjectChange.Action.DELETE;
import static io.starlingx.portieris.framework.preview.ObjectChange.Action.NONE;
import static io.starlingx.portieris.framework.preview.ObjectChange.Action.REFUSED;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.LiveObjects;
import io.starlingx.portieris.framework.cluster.LiveObjects.Kind;
import io.starlingx.portieris.framework.cluster.ObjectDocuments;
import io.starlingx.portieris.framework.helm.HelmDryRun.Rendered;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.HelmRelease.CrdPolicy;
import io.starlingx.portieris.framework.preview.ObjectChange.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares what Helm rendered with what the cluster has. Every object is put to the API server as
 * Helm would put it, as a dry run: defaults, admission and validation take part, nothing is kept.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run">Kubernetes,
 *     Dry-run</a>
 */
public final class ReleasePreview {

  private static final int NOT_FOUND = 404;
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
  private static final String HOOK = "helm.sh/hook";
  private static final String KEEP = "helm.sh/resource-policy";

  private final ObjectDocuments manifest;
  private final LiveObjects live;

  public ReleasePreview(KubernetesClient client) {
    this.manifest = new ObjectDocuments(client.getKubernetesSerialization());
    this.live = new LiveObjects(client);
  }

  private record Key(String apiGroup, String kind, String namespace, String name) {}

  /**
   * What would become of the definitions that a chart brings along.
   *
   * @param documents YAML documents of a chart's {@code crds} directory
   */
  public List<ObjectChange> definitions(String documents, CrdPolicy policy) {
    List<ObjectChange> changes = new ArrayList<>();
    if (policy != CrdPolicy.SKIP) {
      for (GenericKubernetesResource definition : manifest.objects(documents)) {
        changes.add(applied(definition, policy));
      }
    }
    return changes;
  }

  private ObjectChange applied(GenericKubernetesResource definition, CrdPolicy policy) {
    return put(
        definition,
        present -> {
          if (policy == CrdPolicy.CREATE) {
            return present;
          }
          definition
              .getMetadata()
              .setResourceVersion(manifest.object(present).getMetadata().getResourceVersion());
          return manifest.members(definition);
        });
  }

  /** What would become of the objects of a release, in the order of the manifest. */
  public List<ObjectChange> changes(HelmRelease release, Rendered rendered) {
    Map<Key, GenericKubernetesResource> before = new HashMap<>();
    for (GenericKubernetesResource object : objects(release, rendered.before().orElse(""))) {
      before.put(key(object), object);
    }
    List<ObjectChange> changes = new ArrayList<>();
    for (GenericKubernetesResource object : objects(release, rendered.manifest())) {
      if (!annotation(object, HOOK).isEmpty()) {
        continue;
      }
      Optional<GenericKubernetesResource> old = Optional.ofNullable(before.remove(key(object)));
      changes.add(
          put(
              own(object, release),
              present ->
                  new ThreeWayMerge(isKubernetesOwn(object))
                      .merge(
                          old.map(manifest::members).orElse(Map.of()),
                          manifest.members(object),
                          present)));
    }
    before.values().forEach(object -> deleted(object).ifPresent(changes::add));
    return changes;
  }

  /**
   * What would become of an object that is applied on the server's side, where an unknown field is
   * an error.
   *
   * @param manager who applies it
   */
  public ObjectChange applied(HasMetadata applied, String manager) {
    GenericKubernetesResource object = manifest.object(manifest.members(applied));
    Optional<Kind> kind = live.kind(object.getApiVersion(), object.getKind());
    if (kind.isEmpty()) {
      return unasked(object, "the cluster does not know " + object.getApiVersion() + " yet");
    }
    Resource<GenericKubernetesResource> resource = live.resource(kind.get(), object);
    Optional<GenericKubernetesResource> found = Optional.ofNullable(resource.get());
    try {
      GenericKubernetesResource after =
          resource
              .dryRun()
              .fieldValidation(Validation.STRICT)
              .fieldManager(manager)
              .forceConflicts()
              .serverSideApply();
      return change(
          found.isPresent() ? CHANGE : CREATE,
          object,
          found.map(manifest::members).orElse(Map.of()),
          manifest.members(after));
    } catch (KubernetesClientException e) {
      return e.getCode() == NOT_FOUND && found.isEmpty()
          ? unasked(object, Cluster.reason(e))
          : named(REFUSED, object, List.of(), Cluster.reason(e));
    }
  }

  /** What Helm would run around the release, such as {@code pre-install Job prepare}. */
  public List<String> hooks(Rendered rendered) {
    String event = rendered.before().isPresent() ? "-upgrade" : "-install";
    List<String> hooks = new ArrayList<>();
    for (GenericKubernetesResource hook : manifest.objects(rendered.manifest())) {
      String events = annotation(hook, HOOK);
      for (String one : COMMA.splitAsStream(events).toList()) {
        if (one.endsWith(event)) {
          hooks.add(one + " " + hook.getKind() + " " + hook.getMetadata().getName());
        }
      }
    }
    return hooks;
  }

  private List<GenericKubernetesResource> objects(HelmRelease release, String documents) {
    return manifest.objects(documents, release.releaseNamespace(), live);
  }

  /** Gives the object what Helm writes on each of its objects. */
  private static GenericKubernetesResource own(
      GenericKubernetesResource object, HelmRelease release) {
    Map<String, String> labels = new TreeMap<>(orEmpty(object.getMetadata().getLabels()));
    labels.put("app.kubernetes.io/managed-by", "Helm");
    object.getMetadata().setLabels(labels);
    Map<String, String> annotations = new TreeMap<>(orEmpty(object.getMetadata().getAnnotations()));
    annotations.put("meta.helm.sh/release-name", release.releaseName());
    annotations.put("meta.helm.sh/release-namespace", release.releaseNamespace());
    object.getMetadata().setAnnotations(annotations);
    return object;
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  /**
   * Puts the object to the server.
   *
   * @param update what an object becomes that is there already
   */
  private ObjectChange put(
      GenericKubernetesResource object, UnaryOperator<Map<String, Object>> update) {
    Optional<Kind> kind = live.kind(object.getApiVersion(), object.getKind());
    if (kind.isEmpty()) {
      return unasked(object, "the cluster does not know " + object.getApiVersion() + " yet");
    }
    Resource<GenericKubernetesResource> resource = live.resource(kind.get(), object);
    Map<String, Object> present = Map.of();
    try {
      GenericKubernetesResource found = resource.get();
      if (found == null) {
        return change(CREATE, object, Map.of(), manifest.members(resource.dryRun().create()));
      }
      present = manifest.members(found);
      GenericKubernetesResource wanted = manifest.object(update.apply(present));
      Map<String, Object> after =
          manifest.members(live.resource(kind.get(), wanted).dryRun().update());
      return change(CHANGE, object, present, after);
    } catch (KubernetesClientException e) {
      if (present.isEmpty() && e.getCode() == NOT_FOUND) {
        return unasked(object, Cluster.reason(e));
      }
      return named(REFUSED, object, List.of(), Cluster.reason(e));
    }
  }

  /** Helm merges the lists of kinds that it knows itself, and replaces those of others. */
  private static boolean isKubernetesOwn(GenericKubernetesResource object) {
    String group = group(object);
    return (!group.contains(".") || group.endsWith(".k8s.io"))
        && !group.equals("apiextensions.k8s.io");
  }

  private ObjectChange unasked(GenericKubernetesResource object, String why) {
    ObjectChange shown = change(CREATE, object, Map.of(), manifest.members(object));
    return named(CREATE, object, shown.diff(), "not checked by the API server: " + why);
  }

  private static ObjectChange change(
      Action action,
      GenericKubernetesResource object,
      Map<String, Object> before,
      Map<String, Object> after) {
    List<String> diff = ObjectText.diff(before, after);
    return named(diff.isEmpty() ? NONE : action, object, diff, "");
  }

  private Optional<ObjectChange> deleted(GenericKubernetesResource object) {
    Optional<GenericKubernetesResource> found = live.find(object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        annotation(object, KEEP).equals("keep")
            ? named(NONE, object, List.of(), "kept, as " + KEEP + " says")
            : change(DELETE, object, manifest.members(found.get()), Map.of()));
  }

  private static ObjectChange named(
      Action action, GenericKubernetesResource object, List<String> diff, String note) {
    String namespace = object.getMetadata().getNamespace();
    return new ObjectChange(
        action,
        object.getKind(),
        namespace == null ? "" : namespace,
        object.getMetadata().getName(),
        diff,
        note);
  }

  private static Key key(GenericKubernetesResource object) {
    ObjectChange named = named(NONE, object, List.of(), "");
    return new Key(group(object), named.kind(), named.namespace(), named.name());
  }

  private static String group(GenericKubernetesResource object) {
    int slash = object.getApiVersion().indexOf('/');
    return slash < 0 ? "" : object.getApiVersion().substring(0, slash);
  }

  private static String annotation(GenericKubernetesResource object, String name) {
    return orEmpty(object.getMetadata().getAnnotations()).getOrDefault(name, "");
  }
}
