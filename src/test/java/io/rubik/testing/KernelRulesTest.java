package io.rubik.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KernelRulesTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.rubik.testing.KernelRule#all")
  void aCgroupInMemoryKeepsTheRule(KernelRule rule) throws IOException {
    try (CgroupFixture node = node(rule).cgroupfs().mainline()) {
      node.cgroup("kubepods/podX");

      KernelRuleScript cgroup =
          new KernelRuleScript(
              node.cgroupRoot().resolve(rule.hierarchy()).resolve("kubepods/podX"));

      assertEquals(rule.script(), cgroup.run(rule.script()));
    }
  }

  private static CgroupFixture.Driver node(KernelRule rule) {
    return rule.hierarchy().isEmpty() ? CgroupFixture.v2() : CgroupFixture.v1();
  }
}
