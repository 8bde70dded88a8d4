package io.rubik.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.problem.Failures;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.Recording.Opening;
import io.rubik.testing.Recording.Write;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CgroupTest {

  private final CgroupFixture node =
      CgroupFixture.v1().cgroupfs().openEuler().cgroup("kubepods/podx");
  private final String file = node.file("cpu", "kubepods/podx", "cpu.qos_level");
  private CgroupTree tree;
  private Cgroup cgroup;

  @BeforeEach
  void detect() throws IOException {
    tree = node.tree();
    cgroup = tree.cgroup("kubepods/podx");
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void valueIsReadWithoutItsLineBreak() throws IOException {
    assertEquals(Optional.of(0), cgroup.read(Attributes.CPU_QOS_LEVEL));
  }

  /** The file was gone, the cgroup was there: that was told as a failure. */
  @Test
  void cgroupRecreatedWhileItIsReadIsReadAgain() throws IOException {
    node.faults()
        .beforeNext(
            Operation.OPEN,
            file,
            () -> {
              node.remove("kubepods/podx");
              node.cgroup("kubepods/podx");
              throw new NoSuchFileException(file);
            });

    assertEquals(Optional.of(0), cgroup.read(Attributes.CPU_QOS_LEVEL));
  }

  /** A scratch tree, unlike the kernel's, would let the file be made. */
  @Test
  void fileIsOpenedForWritingAloneAndNeverMade() throws IOException {
    cgroup.write(Attributes.CPU_QOS_LEVEL, -1);

    assertEquals(
        List.of(
            new Opening(
                file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))),
        node.recording().openings());
  }

  @Test
  void valueIsWrittenInOneWrite() throws IOException {
    cgroup.write(Attributes.CPU_QOS_LEVEL, -1);

    assertEquals(List.of(new Write(file, "-1")), node.recording().writes());
    assertEquals(List.of(), node.recording().changes());
  }

  @Test
  void readingACgroupThatIsGoneIsEmpty() throws IOException {
    node.remove("kubepods/podx");

    assertEquals(Optional.empty(), cgroup.read(Attributes.CPU_QOS_LEVEL));
  }

  @Test
  void readingACgroupThatGoesBetweenOpenAndReadIsEmpty() throws IOException {
    node.faults().beforeNext(Operation.READ, file, () -> node.remove("kubepods/podx"));

    assertEquals(Optional.empty(), cgroup.read(Attributes.CPU_QOS_LEVEL));
  }

  @Test
  void writingToACgroupThatIsGoneFailsAndMakesNothing() {
    node.remove("kubepods/podx");

    String failure =
        Thrown.message(IOException.class, () -> cgroup.write(Attributes.CPU_QOS_LEVEL, -1));

    assertTrue(failure.startsWith(file + ": -1 cannot be written: "), failure);
    assertEquals(List.of(), node.recording().changes());
  }

  @Test
  void controlThatIsMissingInACgroupIsAFailureToRead() {
    node.removeFile("cpu", "kubepods/podx", "cpu.qos_level");

    String failure = Thrown.message(IOException.class, () -> cgroup.read(Attributes.CPU_QOS_LEVEL));

    assertTrue(failure.startsWith(file + ": cannot be read"), failure);
  }

  @Test
  void failureToReadNamesFileAndReason() {
    node.faults().failNext(Operation.READ, file, Errno.EIO);

    String failure = Thrown.message(IOException.class, () -> cgroup.read(Attributes.CPU_QOS_LEVEL));

    assertEquals(file + ": cannot be read: Input/output error", failure);
  }

  @Test
  void textThatIsNoValueIsAFailureThatShowsIt() {
    node.set("cpu", "kubepods/podx", "cpu.qos_level", "high");

    String failure = Thrown.message(IOException.class, () -> cgroup.read(Attributes.CPU_QOS_LEVEL));

    assertTrue(failure.startsWith(file + ": holds \"high\""), failure);
  }

  @Test
  void valueOutsideItsRangeIsNotWritten() {
    assertThrows(IllegalArgumentException.class, () -> cgroup.write(Attributes.CPU_QOS_LEVEL, -2));

    assertEquals(List.of(), node.recording().openings());
  }

  @Test
  void kernelsRefusalNamesFileValueAndReason() throws IOException {
    cgroup.write(Attributes.CPU_QOS_LEVEL, -1);

    String failure =
        Thrown.message(IOException.class, () -> cgroup.write(Attributes.CPU_QOS_LEVEL, 0));

    assertEquals(file + ": 0 cannot be written: Invalid argument", failure);
  }

  @Test
  void v2HasNoQosLevel() throws IOException {
    try (CgroupFixture v2 = CgroupFixture.v2().cgroupfs().mainline().cgroup("kubepods/podx")) {
      Cgroup onV2 = v2.tree().cgroup("kubepods/podx");

      String failure =
          Thrown.message(IOException.class, () -> onV2.write(Attributes.CPU_QOS_LEVEL, -1));

      assertTrue(failure.contains("has no such control"), failure);
    }
  }

  @Test
  void everyAttemptIsMadeAndTheFirstFailureThrown() {
    Failures failures = new Failures();
    int[] attempts = {0};

    for (String name : List.of("first", "second")) {
      failures.attempt(() -> {
        attempts[0]++;
        throw new IOException(name);
      });
    }

    IOException failure = assertThrows(IOException.class, failures::throwIfAny);
    assertEquals(2, attempts[0]);
    assertEquals("first", failure.getMessage());
    assertEquals("second", failure.getSuppressed()[0].getMessage());
  }
}
