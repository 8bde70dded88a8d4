package io.rubik.kube.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of Go's httpproxy. */
final class NoProxyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                          | 10.0.0.1         | 6443 | false",
        "*                         | 10.0.0.1         | 6443 | true",
        "a, *                      | k8s.example      | 6443 | true",
        "10.0.0.0/8                | 10.200.3.4       | 6443 | true",
        "10.0.0.0/8                | 11.0.0.1         | 6443 | false",
        "10.0.0.0/8                | k8s.example      | 6443 | false",
        "192.0.2.128/25            | 192.0.2.128      | 6443 | true",
        "192.0.2.128/25            | 192.0.2.127      | 6443 | false",
        "192.0.2.7/32              | 192.0.2.7        | 6443 | true",
        "192.0.2.7/32              | 192.0.2.6        | 6443 | false",
        "0.0.0.0/0                 | 192.0.2.6        | 6443 | true",
        "10.0.0.0/33               | 10.0.0.1         | 6443 | false",
        "10.0.0.0/                 | 10.0.0.1         | 6443 | false",
        "fd00::/8                  | fdff::1          | 6443 | true",
        "fd00::/8                  | fe00::1          | 6443 | false",
        "fd00::/8                  | 10.0.0.1         | 6443 | false",
        "10.0.0.1                  | 10.0.0.1         | 6443 | true",
        "10.0.0.1                  | 10.0.0.11        | 6443 | false",
        "10.0.0.1:6443             | 10.0.0.1         | 6443 | true",
        "10.0.0.1:443              | 10.0.0.1         | 6443 | false",
        "fd00::1                   | fd00:0:0::1      | 6443 | true",
        "[fd00::1]                 | fd00::1          | 6443 | true",
        "[fd00::1]:6443            | fd00::1          | 6443 | true",
        "[fd00::1]:443             | fd00::1          | 6443 | false",
        "k8s.example               | k8s.example      | 6443 | true",
        "k8s.example               | api.k8s.example  | 6443 | true",
        "k8s.example               | apik8s.example   | 6443 | false",
        "K8S.Example               | k8s.example      | 6443 | true",
        ".k8s.example              | api.k8s.example  | 6443 | true",
        ".k8s.example              | k8s.example      | 6443 | false",
        "*.k8s.example             | api.k8s.example  | 6443 | true",
        "*.k8s.example             | k8s.example      | 6443 | false",
        "k8s.example:6443          | api.k8s.example  | 6443 | true",
        "k8s.example:443           | api.k8s.example  | 6443 | false",
        "k8s.example:443           | k8s.example      | 443  | true",
        ":6443                     | k8s.example      | 6443 | false",
        "a.example , 10.0.0.0/8 ,, | 10.0.0.1         | 6443 | true",
        "a b                       | k8s.example      | 6443 | false",
        "                          | localhost        | 6443 | true",
        "                          | 127.0.0.1        | 6443 | true",
        "                          | 127.9.9.9        | 6443 | true",
        "                          | ::1              | 6443 | true",
        "                          | a.localhost      | 6443 | false"
      })
  void serverIsCoveredAsKubectlHasIt(String list, String host, int port, boolean covered) {
    assertEquals(covered, NoProxy.parse(list == null ? "" : list).covers(host, port));
  }
}
