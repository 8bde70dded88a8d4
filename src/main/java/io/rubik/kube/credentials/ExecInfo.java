package io.rubik.kube.credentials;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The input of a credential plug-in, in KUBERNETES_EXEC_INFO: {@code {"apiVersion":
 * "client.authentication.k8s.io/v1", "kind": "ExecCredential", "spec": {"interactive": false}}}.
 *
 * @param cluster present with provideClusterInfo
 */
record ExecInfo(String apiVersion, Optional<Cluster> cluster) {

  /**
   * The cluster that the credentials are for.
   *
   * @param proxyUrl as it is in the kubeconfig
   * @param ca PEM
   */
  record Cluster(
      String server,
      Optional<String> tlsServerName,
      Optional<String> proxyUrl,
      Optional<String> ca) {}

  /** Returns the JSON. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      json.name("apiVersion").value(apiVersion);
      json.name("kind").value("ExecCredential");
      json.name("spec").beginObject();
      json.name("interactive").value(false);
      if (cluster.isPresent()) {
        json.name("cluster");
        write(json, cluster.get());
      }
      json.endObject().endObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return text.toString();
  }

  private static void write(JsonWriter json, Cluster cluster) throws IOException {
    json.beginObject();
    json.name("server").value(cluster.server());
    if (cluster.tlsServerName().isPresent()) {
      json.name("tls-server-name").value(cluster.tlsServerName().get());
    }
    if (cluster.proxyUrl().isPresent()) {
      json.name("proxy-url").value(cluster.proxyUrl().get());
    }
    if (cluster.ca().isPresent()) {
      byte[] ca = cluster.ca().get().getBytes(StandardCharsets.ISO_8859_1);
      json.name("certificate-authority-data").value(Base64.getEncoder().encodeToString(ca));
    }
    json.endObject();
  }
}
