package io.rubik.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenControlTest {

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().mainline();
  private String path = "";
  private OpenControl<CpuQuota> control;

  @BeforeEach
  void open() throws IOException {
    path = node.pod("burstable", "uid-web", "c1");
    control = node.tree().cgroup(path).open(Attributes.CPU_QUOTA);
  }

  @AfterEach
  void close() throws IOException {
    control.close();
    node.close();
  }

  private String quota() {
    return node.read("cpu", path, "cpu.cfs_quota_us");
  }

  @Test
  void isWrittenAgainAndAgain() throws IOException {
    for (long micros : new long[] {50_000, 150_000, 2_000}) {
      control.write(new CpuQuota(micros));
      assertEquals(String.valueOf(micros), quota());
    }
    control.write(CpuQuota.UNLIMITED);
    assertEquals("-1", quota());
  }

  @Test
  void refusalNamesTheFileAndTheValue() {
    node.faults()
        .failNext(Operation.WRITE, node.file("cpu", path, "cpu.cfs_quota_us"), Errno.EINVAL);

    String message = Thrown.message(IOException.class, () -> control.write(new CpuQuota(5000)));

    assertTrue(message.contains("cpu.cfs_quota_us: 5000 cannot be written: Invalid"), message);
  }

  @Test
  void anotherCgroupOfThePathIsNotWritten() throws IOException {
    node.remove(path);
    assertThrows(IOException.class, () -> control.write(new CpuQuota(50_000)));

    node.pod("burstable", "uid-web", "c1");
    assertThrows(IOException.class, () -> control.write(new CpuQuota(50_000)));
    assertEquals("-1", quota());
  }

  /** As on a scratch node: the rest of a longer text must not stay. */
  @Test
  void shorterTextReplacesALongerOneInAPlainFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("cpu.shares"), "123456\n");
    try (OpenControl<Integer> shares = OpenControl.open(file, ValueType.integer(2, 262144))) {
      shares.write(2048);
      assertEquals("2048", Files.readString(file));
      shares.write(2);
    }
    assertEquals("2", Files.readString(file));
  }
}
