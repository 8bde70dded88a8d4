package io.rubik.container;

import io.rubik.testing.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The manifest rubik-daemonset.yaml, and what kubelet reads of its pod. */
final class DaemonSetTemplate {

  /** Where the manifest is in the project. */
  static final Path FILE = Path.of("packaging/container/rubik-daemonset.yaml");

  private static final String POD = "spec.template.spec.";
  private static final String CONTAINER = POD + "containers.0.";

  private final List<YamlDocument> documents;

  private DaemonSetTemplate(List<YamlDocument> documents) {
    this.documents = documents;
  }

  /**
   * A volume of the container.
   *
   * @param hostPath where it is on the node, empty for the ConfigMap
   * @param type of the host path, empty for the ConfigMap
   */
  record Mount(String name, String hostPath, String type, String mountPath, boolean readOnly) {}

  static DaemonSetTemplate read() throws IOException {
    return new DaemonSetTemplate(YamlDocument.all(Files.readString(FILE)));
  }

  /** Returns the kinds of the documents, in their order. */
  List<String> kinds() {
    return documents.stream().map(document -> (String) document.at("kind")).toList();
  }

  /** Returns the one document of a kind. */
  YamlDocument document(String kind) {
    return documents.get(kinds().indexOf(kind));
  }

  YamlDocument daemonSet() {
    return document("DaemonSet");
  }

  /** Returns a value of the pod's spec. */
  Object pod(String path) {
    return daemonSet().at(POD + path);
  }

  /** Returns a value of the one container. */
  Object container(String path) {
    return daemonSet().at(CONTAINER + path);
  }

  /** Returns a list of texts of the one container. */
  List<String> texts(String path) {
    return daemonSet().texts(CONTAINER + path);
  }

  /** Returns the configuration in the ConfigMap. */
  String config() {
    return String.valueOf(((Map<?, ?>) document("ConfigMap").at("data")).get("config.json"));
  }

  /** Returns the mounts in their order, each with its volume. */
  List<Mount> mounts() {
    return ((List<?>) container("volumeMounts")).stream().map(this::mount).toList();
  }

  private Mount mount(Object entry) {
    Map<?, ?> mount = (Map<?, ?>) entry;
    Map<?, ?> source =
        ((List<?>) pod("volumes"))
            .stream()
                .map(volume -> (Map<?, ?>) volume)
                .filter(volume -> text(mount, "name").equals(text(volume, "name")))
                .findFirst()
                .orElseThrow();
    Map<?, ?> host = source.get("hostPath") instanceof Map<?, ?> map ? map : Map.of();
    return new Mount(
        text(mount, "name"),
        text(host, "path"),
        text(host, "type"),
        text(mount, "mountPath"),
        Boolean.parseBoolean(text(mount, "readOnly")));
  }

  private static String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return value == null ? "" : value.toString();
  }
}
