package io.rubik.cgroup.kubepods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PodIdTest {

  @Test
  void uidIsTakenAsItIs() {
    String uid = "8fb2ef54-7c8c-4a11-b8f5-2b1f2f4c9d1e";

    assertEquals(uid, new PodId(uid).toString());
    assertEquals(64, new PodId("a".repeat(64)).value().length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../..",
        "a/b",
        "/",
        "a.slice",
        "a b",
        "a\0",
        "a\n",
        "\u0430",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void uidThatIsNoPlainNameIsRefused(String uid) {
    assertThrows(IllegalArgumentException.class, () -> new PodId(uid));
  }

  /** Under systemd, where a dash becomes an underscore, both would name one cgroup. */
  @Test
  void uidWithAnUnderscoreIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PodId("1a_2b"));
  }

  @Test
  void configHashIsHexadecimal() {
    assertEquals(
        "0123456789abcdef0123456789abcdef",
        PodId.ofConfigHash("0123456789abcdef0123456789abcdef").value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "../../system.slice/sshd.service",
        "8fb2ef54-7c8c-4a11-b8f5-2b1f2f4c9d1e",
        "ABCDEF",
        "0x1f",
        "a_b",
        "\u0661",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void configHashThatIsNotIsRefused(String hash) {
    assertThrows(IllegalArgumentException.class, () -> PodId.ofConfigHash(hash));
  }
}
