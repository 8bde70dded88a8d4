package io.rubik.testing;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What Linux does with writes to control files: each line is a file of a cgroup, the text of one
 * write, and what the file reads afterwards or the error. The lines were measured on Linux 6.18
 * (v1); those of v2 follow its documentation (Documentation/admin-guide/cgroup-v2.rst).
 *
 * @param hierarchy empty for v2
 */
record KernelRule(String name, String hierarchy, String script) {
  @Override
  public String toString() {
    return (hierarchy.isEmpty() ? "v2" : hierarchy) + ": " + name;
  }

  static Stream<KernelRule> all() {
    return Arrays.stream(
        new KernelRule[] {
          new KernelRule(
              "shares are clamped",
              "cpu",
              """
              cpu.shares '1' -> 2
              cpu.shares '0' -> 2
              cpu.shares '300000' -> 262144
              cpu.shares '18446744073709551615' -> 262144
              cpu.shares '500' -> 500
              """),
          new KernelRule(
              "numbers may be hexadecimal or octal and end with one newline",
              "cpu",
              """
              cpu.shares '0x10' -> 16
              cpu.shares '010' -> 8
              cpu.shares '+10' -> 10
              cpu.shares '20\\n' -> 20
              cpu.shares '30\\n\\n' -> EINVAL
              cpu.shares ' 30' -> EINVAL
              cpu.shares '30 ' -> EINVAL
              cpu.shares '30\\n40' -> EINVAL
              cpu.shares '\\n' -> EINVAL
              cpu.shares 'abc' -> EINVAL
              cpu.shares '08' -> EINVAL
              cpu.shares '-1' -> EINVAL
              cpu.shares '18446744073709551616' -> ERANGE
              cpu.shares '' -> 20
              """),
          new KernelRule(
              "an idle cgroup has no shares of its own, and gets the default back",
              "cpu",
              """
              cpu.shares '500' -> 500
              cpu.idle '2' -> EINVAL
              cpu.idle '-1' -> EINVAL
              cpu.idle '1' -> 1
              cpu.idle '1' -> 1
              cpu.shares -> 3
              cpu.shares '500' -> EINVAL
              cpu.idle '0' -> 0
              cpu.shares -> 1024
              cpu.shares '500' -> 500
              cpu.idle '0' -> 0
              cpu.shares -> 500
              """),
          new KernelRule(
              "a quota is at least 1 ms, or negative for none",
              "cpu",
              """
              cpu.cfs_quota_us -> -1
              cpu.cfs_quota_us '999' -> EINVAL
              cpu.cfs_quota_us '1000' -> 1000
              cpu.cfs_quota_us '0' -> EINVAL
              cpu.cfs_quota_us '-5' -> -1
              cpu.cfs_quota_us '17592186044415' -> 17592186044415
              cpu.cfs_quota_us '17592186044416' -> EINVAL
              cpu.cfs_quota_us '9223372036854775807' -> EINVAL
              cpu.cfs_quota_us '9223372036854775808' -> ERANGE
              cpu.cfs_quota_us 'max' -> EINVAL
              """),
          new KernelRule(
              "a period is 1 ms to 1 s",
              "cpu",
              """
              cpu.cfs_period_us -> 100000
              cpu.cfs_period_us '999' -> EINVAL
              cpu.cfs_period_us '1000' -> 1000
              cpu.cfs_period_us '1000000' -> 1000000
              cpu.cfs_period_us '1000001' -> EINVAL
              cpu.cfs_period_us '0' -> EINVAL
              cpu.cfs_period_us '-1' -> EINVAL
              """),
          new KernelRule(
              "a burst is at most the quota",
              "cpu",
              """
              cpu.cfs_quota_us '50000' -> 50000
              cpu.cfs_burst_us '50001' -> EINVAL
              cpu.cfs_burst_us '50000' -> 50000
              cpu.cfs_burst_us '-1' -> EINVAL
              cpu.cfs_burst_us '20000' -> 20000
              cpu.cfs_quota_us '19999' -> EINVAL
              cpu.cfs_quota_us '20000' -> 20000
              cpu.cfs_burst_us '0' -> 0
              cpu.cfs_quota_us '17592186044415' -> 17592186044415
              cpu.cfs_burst_us '1' -> EINVAL
              """),
          new KernelRule(
              "without a quota any burst is taken, and stays",
              "cpu",
              """
              cpu.cfs_quota_us '50000' -> 50000
              cpu.cfs_burst_us '20000' -> 20000
              cpu.cfs_quota_us '-1' -> -1
              cpu.cfs_burst_us -> 20000
              cpu.cfs_burst_us '9000000' -> 9000000
              cpu.cfs_burst_us '18446744073709551615' -> EINVAL
              cpu.cfs_quota_us '50000' -> EINVAL
              cpu.cfs_burst_us '0' -> 0
              cpu.cfs_quota_us '50000' -> 50000
              """),
          new KernelRule(
              "a burst is lowered before the quota",
              "cpu",
              """
              cpu.cfs_quota_us '80000' -> 80000
              kid/cpu.cfs_quota_us '80000' -> 80000
              kid/cpu.cfs_burst_us '60000' -> 60000
              kid/cpu.cfs_quota_us '50000' -> EINVAL
              kid/cpu.cfs_burst_us '50000' -> 50000
              kid/cpu.cfs_quota_us '50000' -> 50000
              kid/cpu.cfs_burst_us '50001' -> EINVAL
              cpu.cfs_burst_us '60000' -> 60000
              cpu.cfs_quota_us '50000' -> EINVAL
              cpu.cfs_quota_us '60000' -> 60000
              cpu.cfs_burst_us '0' -> 0
              cpu.cfs_quota_us '50000' -> 50000
              """),
          new KernelRule(
              "no child may have more than an ancestor, nor an ancestor less than a child",
              "cpu",
              """
              cpu.cfs_quota_us '50000' -> 50000
              kid/grandkid/cpu.cfs_quota_us '50001' -> EINVAL
              kid/grandkid/cpu.cfs_quota_us '50000' -> 50000
              kid/cpu.cfs_quota_us '10000' -> EINVAL
              kid/cpu.cfs_quota_us -> -1
              cpu.cfs_quota_us '49999' -> EINVAL
              cpu.cfs_quota_us '60000' -> 60000
              kid/grandkid/cpu.cfs_quota_us '60000' -> 60000
              cpu.cfs_quota_us '-1' -> -1
              kid/grandkid/cpu.cfs_quota_us '90000' -> 90000
              cpu.cfs_quota_us '60000' -> EINVAL
              """),
          new KernelRule(
              "what counts of a limit is quota by period",
              "cpu",
              """
              cpu.cfs_quota_us '50000' -> 50000
              kid/cpu.cfs_quota_us '50000' -> 50000
              cpu.cfs_period_us '100001' -> EINVAL
              cpu.cfs_period_us '99999' -> 99999
              kid/cpu.cfs_period_us '200000' -> 200000
              kid/cpu.cfs_quota_us '100000' -> 100000
              kid/cpu.cfs_quota_us '100010' -> EINVAL
              """),
          new KernelRule(
              "cpu.stat cannot be written",
              "cpu",
              """
              cpu.stat '1' -> EINVAL
              """),
          new KernelRule(
              "a memory limit is kept in whole pages",
              "memory",
              """
              memory.limit_in_bytes -> 9223372036854771712
              memory.limit_in_bytes '4097' -> 4096
              memory.limit_in_bytes '8191' -> 4096
              memory.limit_in_bytes '0' -> 0
              memory.limit_in_bytes '-1' -> 9223372036854771712
              memory.limit_in_bytes '9223372036854775807' -> 9223372036854771712
              memory.limit_in_bytes '18446744073709551616' -> 0
              memory.limit_in_bytes '18446744073709551615' -> 9223372036854771712
              """),
          new KernelRule(
              "a memory limit may have a suffix and spaces around it",
              "memory",
              """
              memory.limit_in_bytes '1M' -> 1048576
              memory.limit_in_bytes '2m' -> 2097152
              memory.limit_in_bytes '0x100000' -> 1048576
              memory.limit_in_bytes '010000' -> 4096
              memory.limit_in_bytes ' 8192 ' -> 8192
              memory.limit_in_bytes '8192\\n' -> 8192
              memory.limit_in_bytes '8192 x' -> EINVAL
              memory.limit_in_bytes '1MB' -> EINVAL
              memory.limit_in_bytes '8192\\n16384' -> EINVAL
              memory.limit_in_bytes 'max' -> EINVAL
              memory.limit_in_bytes '-2' -> EINVAL
              memory.limit_in_bytes '' -> 8192
              memory.limit_in_bytes '\\n' -> 0
              """),
          new KernelRule(
              "any number is a soft limit",
              "memory",
              """
              memory.soft_limit_in_bytes '5000' -> 4096
              memory.soft_limit_in_bytes '0' -> 0
              memory.soft_limit_in_bytes '-1' -> 9223372036854771712
              memory.soft_limit_in_bytes 'abc' -> EINVAL
              """),
          new KernelRule(
              "usage cannot be written",
              "memory",
              """
              memory.usage_in_bytes '0' -> EINVAL
              """),
          new KernelRule(
              "cpu.max is a quota, or max, and a period that may be left out",
              "",
              """
              cpu.max -> max 100000
              cpu.max '50000' -> 50000 100000
              cpu.max '50000 200000' -> 50000 200000
              cpu.max 'max' -> max 200000
              cpu.max '999' -> EINVAL
              cpu.max '-1' -> EINVAL
              cpu.max 'max 999' -> EINVAL
              cpu.max 'max 1000001' -> EINVAL
              cpu.max '60000 100000\\n' -> 60000 100000
              cpu.max.burst '60001' -> EINVAL
              cpu.max.burst '30000' -> 30000
              cpu.max '20000' -> EINVAL
              """),
          new KernelRule(
              "on v2 a burst is lowered before the quota too",
              "",
              """
              cpu.max '80000' -> 80000 100000
              cpu.max.burst '60000' -> 60000
              cpu.max '50000' -> EINVAL
              cpu.max 'max' -> max 100000
              cpu.max.burst -> 60000
              cpu.max '50000' -> EINVAL
              cpu.max.burst '50000' -> 50000
              cpu.max '50000' -> 50000 100000
              cpu.max.burst '50001' -> EINVAL
              """),
          new KernelRule(
              "on v2 a child may have more than its parent",
              "",
              """
              cpu.max '50000' -> 50000 100000
              kid/cpu.max '90000' -> 90000 100000
              cpu.max '20000' -> 20000 100000
              """),
          new KernelRule(
              "on v2 an idle cgroup has no weight of its own, and gets the default back",
              "",
              """
              cpu.weight '500' -> 500
              cpu.weight '0' -> ERANGE
              cpu.weight '10001' -> ERANGE
              cpu.idle '1' -> 1
              cpu.weight -> 0
              cpu.weight '500' -> EINVAL
              cpu.idle '0' -> 0
              cpu.weight -> 100
              """),
          new KernelRule(
              "memory.max and memory.high are bytes or max",
              "",
              """
              memory.max -> max
              memory.max '8191' -> 4096
              memory.max 'max' -> max
              memory.max '-1' -> EINVAL
              memory.high '1G' -> 1073741824
              memory.high 'max\\n' -> max
              """)
        });
  }
}
