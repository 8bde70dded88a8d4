package io.rubik.kube.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExecInfoTest {

  @Test
  void clusterHasServerNameProxyAndCa() {
    ExecInfo info =
        new ExecInfo(
            "v1",
            Optional.of(
                new ExecInfo.Cluster(
                    "https://k8s",
                    Optional.of("api"),
                    Optional.of("http://p:1"),
                    Optional.of("pem"))));

    assertEquals(
        "{\"apiVersion\":\"v1\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false,"
            + "\"cluster\":{\"server\":\"https://k8s\",\"tls-server-name\":\"api\","
            + "\"proxy-url\":\"http://p:1\","
            + "\"certificate-authority-data\":\"cGVt\"}}}",
        info.json());
  }
}
