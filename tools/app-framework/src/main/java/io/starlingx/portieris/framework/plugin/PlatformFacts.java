/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.framework.cluster.ClusterPlatform;
import io.starlingx.portieris.sysinv.plugin.Platform.CloudRole;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The system that a cluster is taken for: its control-plane nodes are controllers, its other nodes
 * workers. A cluster of unknown nodes is one controller; nothing says more of a platform there.
 */
final class PlatformFacts {

  private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";
  private static final int FORBIDDEN = 403;
  private static final int PLATFORM_CPUS = 2;
  private static final int PLATFORM_MEMORY_MIB = 8192;

  private final ObjectMapper json = new ObjectMapper();
  private final KubernetesClient client;

  PlatformFacts(KubernetesClient client) {
    this.client = client;
  }

  ObjectNode read() {
    List<Node> nodes = nodes();
    ObjectNode facts = json.createObjectNode();
    ArrayNode hosts = facts.putArray("hosts");
    int controllers = 0;
    int workers = 0;
    for (Node node : nodes) {
      Map<String, String> labels =
          Optional.ofNullable(node.getMetadata().getLabels()).orElseGet(Map::of);
      boolean isController = nodes.size() == 1 || labels.containsKey(CONTROL_PLANE);
      String number = isController ? "controller-" + controllers++ : "worker-" + workers++;
      hosts.add(host(hosts.size() + 1, number, isController, labels, address(node)));
    }
    if (controllers == 0) {
      hosts.insert(0, host(hosts.size() + 1, "controller-0", true, Map.of(), server()));
      controllers = 1;
    }
    facts.set("system", system(controllers, workers));
    networks(facts, hosts.get(0).path("mgmt_ip").asText());
    facts.putArray("service_parameters");
    return facts;
  }

  private List<Node> nodes() {
    try {
      return client.nodes().list().getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == FORBIDDEN) {
        return List.of();
      }
      throw e;
    }
  }

  private ObjectNode system(int controllers, int workers) {
    ObjectNode system = json.createObjectNode();
    system.put("id", 1).put("uuid", "00000000-0000-0000-0000-000000000001").put("name", "cluster");
    system.put("system_type", workers == 0 ? "All-in-one" : "Standard");
    system.put("system_mode", controllers == 1 && workers == 0 ? "simplex" : "duplex");
    system.put("region_name", "RegionOne").put("software_version", "nn.nn");
    CloudRole role = ClusterPlatform.of(client).role();
    if (role == CloudRole.NONE) {
      system.putNull("distributed_cloud_role");
    } else {
      system.put("distributed_cloud_role", role.name().toLowerCase(java.util.Locale.ROOT));
    }
    system.putObject("capabilities").put("https_enabled", true).put("region_config", false);
    return system;
  }

  private ObjectNode host(
      int id, String name, boolean isController, Map<String, String> labels, String address) {
    ObjectNode host = json.createObjectNode();
    host.put("id", id).put("uuid", "00000000-0000-0000-0001-%012d".formatted(id));
    host.put("hostname", name).put("personality", isController ? "controller" : "worker");
    host.put("subfunctions", isController ? "controller,worker" : "worker");
    host.put("administrative", "unlocked").put("operational", "enabled");
    host.put("availability", "available").put("vim_progress_status", "services-enabled");
    host.put("invprovision", "provisioned").put("mgmt_ip", address);
    host.put("platform_cpus", PLATFORM_CPUS).put("platform_memory_mib", PLATFORM_MEMORY_MIB);
    ObjectNode all = host.putObject("labels");
    labels.forEach(all::put);
    return host;
  }

  private void networks(ObjectNode facts, String management) {
    int cluster = ClusterPlatform.of(client).ipv6() ? 6 : 4;
    ArrayNode networks = facts.putArray("networks");
    ArrayNode pools = facts.putArray("pools");
    ArrayNode addresses = facts.putArray("addresses");
    for (String type : List.of("mgmt", "oam", "cluster-host", "cluster-pod", "cluster-service")) {
      String address = type.equals("oam") ? server() : management;
      networks.addObject().put("type", type).put("name", type).put("pool_uuid", "pool-" + type);
      pools
          .addObject()
          .put("uuid", "pool-" + type)
          .put("name", type)
          .put("family", type.startsWith("cluster-") ? cluster : family(address))
          .put("floating_address", address);
      addresses.addObject().put("name", "controller-" + type).put("address", address);
    }
  }

  private static int family(String address) {
    return address.contains(":") ? 6 : 4;
  }

  private static String address(Node node) {
    return Optional.ofNullable(node.getStatus().getAddresses()).orElseGet(List::of).stream()
        .filter(address -> address.getType().equals("InternalIP"))
        .map(NodeAddress::getAddress)
        .findFirst()
        .orElse("");
  }

  /** Where the API server is asked: the address that users know the system by. */
  private String server() {
    String host =
        Optional.ofNullable(URI.create(client.getMasterUrl().toString()).getHost()).orElse("");
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
