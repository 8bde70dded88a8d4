package io.rubik.control;

import static io.rubik.control.ControlsFixture.SHARES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.pod.Pod;
import io.rubik.pod.PodFixture;
import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Recording.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the next process does about the changes of one that was killed.
 *
 * <pre>
 * /sys/fs/cgroup/cpu/kubepods/burstable/poduid-web/{c1,c2}
 * /run/rubik/journal
 * </pre>
 */
class CrashedOwnerTest {

  private static final String POD = "kubepods/burstable/poduid-web";

  private final CgroupFixture node = CgroupFixture.v1().cgroupfs().openEuler();
  private final Pod pod = PodFixture.pod("web").container("c1").container("c2").pod();
  private Controls controls;
  private Owner first;
  private Owner second;

  @BeforeEach
  void start() throws IOException {
    if (!Files.exists(node.cgroupRoot().resolve("cpu/" + POD))) {
      node.pod("burstable", "uid-web", "c1", "c2");
    }
    controls = ControlsFixture.start(node, () -> 0);
    first = controls.owner("first");
    second = controls.owner("second");
  }

  @AfterEach
  void close() {
    node.close();
  }

  /** Another process takes over where kill -9 left this one. */
  private void crash() throws IOException {
    start();
  }

  private String shares(String path) {
    return node.read("cpu", path, "cpu.shares");
  }

  private void setShares(String path, String value) {
    node.set("cpu", path, "cpu.shares", value);
  }

  @Test
  void afterACrashTheOriginalIsTheOneBeforeIt() throws IOException {
    first.make(pod, POD, SHARES, 2);
    crash();

    assertEquals(Made.WRITTEN, first.make(pod, POD, SHARES, 3));
    first.releaseAll();

    assertEquals("1024", shares(POD));
  }

  @Test
  void afterACrashWhatNobodyClaimsIsGivenBack() throws IOException {
    first.make(pod, POD, SHARES, 2);
    second.make(pod, POD + "/c1", SHARES, 2);
    crash();
    first.make(pod, POD, SHARES, 2);

    controls.giveBackUnheld(owner -> true);

    assertEquals("2", shares(POD));
    assertEquals("1024", shares(POD + "/c1"));
  }

  @Test
  void afterACrashWhatAnotherFeatureMayClaimYetIsLeft() throws IOException {
    first.make(pod, POD, SHARES, 2);
    second.make(pod, POD + "/c1", SHARES, 2);
    crash();

    controls.giveBackUnheld("second"::equals);

    assertEquals("2", shares(POD));
    assertEquals("1024", shares(POD + "/c1"));
  }

  @Test
  void afterACrashAStopGivesEverythingBack() throws IOException {
    first.make(pod, POD, SHARES, 2);
    crash();

    controls.close();

    assertEquals("1024", shares(POD));
    assertTrue(Files.notExists(ControlsFixture.journal(node)));
  }

  @Test
  void afterACrashACgroupMadeAgainIsLeftAsItIs() throws IOException {
    first.make(pod, POD, SHARES, 2);
    node.remove(POD);
    node.pod("burstable", "uid-web", "c1", "c2");
    setShares(POD, "300");
    crash();
    node.recording().clear();

    controls.giveBackUnheld(owner -> true);

    assertEquals("300", shares(POD));
    assertEquals(
        List.of(),
        node.recording().writes().stream()
            .map(Write::path)
            .filter(path -> path.startsWith("/sys"))
            .toList());
  }

  @Test
  void entriesRubikCannotUseHarmNoOther() throws IOException {
    first.make(pod, POD, SHARES, 2);
    Journal journal = Journal.open(ControlsFixture.journal(node));
    journal.hold(new JournalEntry("x", "cpu.unknown", POD, "", "", "1"));
    journal.hold(new JournalEntry("x", "cpu.shares", "../../etc", "", "", "1"));
    journal.hold(new JournalEntry("x", "cpu.shares", POD + "/c1", "", "", "many"));

    crash();
    controls.close();

    assertEquals("1024", shares(POD));
    String left = Files.readString(ControlsFixture.journal(node));
    assertTrue(left.contains("cpu.unknown"), left);
  }
}
