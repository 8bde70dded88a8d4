package io.rubik.control;

import static io.rubik.control.ControlsFixture.SHARES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.cgroup.CgroupTree;
import io.rubik.host.HostPaths;
import io.rubik.testing.Errno;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.Thrown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was there before rubik came is not lost when something goes wrong. */
class OriginalsTest extends WithOwners {

  private static final String NESTED = "nested";

  @Test
  void movedCgroupThatWasMadeAgainHasAnOriginalOfItsOwn() throws IOException {
    claim(first, POD, SHARES).set(2);
    node.remove(POD);
    node.pod("burstable", "uid-web", "c1", "c2");
    setShares(POD, "300");

    assertEquals(WriteResult.WRITTEN, claim(first, POD, SHARES).setCached(3));
    claim(first, POD, SHARES).set(3);
    first.releaseAll();

    assertEquals("300", shares(POD));
  }

  @Test
  void cgroupThatEndsWhileItIsRestoredIsNotAFailure() throws IOException {
    claim(first, POD, SHARES).set(2);
    String shares = node.file("cpu", POD, "cpu.shares");
    node.faults().beforeNext(Operation.WRITE, shares, () -> node.remove(POD));

    first.release(Subject.of(pod));

    assertEquals(List.of(), Journal.open(ControlsFixture.journal(node)).entries());
  }

  @Test
  void originalThatCannotBeJournalledAgainStaysAsItWas() throws IOException {
    claim(first, POD, SHARES).set(2);
    String journal = ControlsFixture.journal(node).toString();
    node.faults().failNext(Operation.WRITE, journal, Errno.ENOSPC);

    assertThrows(IOException.class, () -> claim(first, POD, SHARES).replaceOriginal(700));
    first.release(Subject.of(pod));

    assertEquals("1024", shares(POD));
  }

  /** It must not keep the rest from being given back. */
  @Test
  void originalTheKernelWouldRefuseIsLeftOut() throws IOException {
    claim(first, POD, SHARES).set(2);
    claim(first, POD + "/c1", SHARES).set(2);
    Path journal = ControlsFixture.journal(node);
    String text = Files.readString(journal);
    node.setFile(journal.toString(), text.replaceFirst("\"1024\"", "\"1\""));

    ControlsFixture.start(node, () -> 0).close();

    assertEquals("1024", shares(POD + "/c1"));
  }

  /** Returns another tree that has cgroups of the same paths. */
  private CgroupTree anotherTree() throws IOException {
    Path root = Files.createDirectory(node.root().resolve("mounts"));
    Path nested = node.cgroupRoot().resolve("cpu/" + NESTED);
    Files.createDirectories(nested.resolve(POD));
    Files.createSymbolicLink(root.resolve("cpu"), nested);
    return CgroupTree.detect(new HostPaths(node.root()), root);
  }

  /** Their cgroups are not gone, they are out of sight. */
  @Test
  void originalsOfAnotherTreeAreKeptUntilThatTreeIsThereAgain() throws IOException {
    claim(first, POD, SHARES).set(2);
    CgroupTree other = anotherTree();
    setShares(NESTED + "/" + POD, "512");
    claim(ControlsFixture.start(other, node, () -> 0).owner("first"), POD, SHARES).set(7);

    Controls here = ControlsFixture.start(node, () -> 0);
    claim(here.owner("first"), POD, SHARES).set(3);
    ControlsFixture.start(other, node, () -> 0).close();
    ControlsFixture.start(node, () -> 0).close();

    assertEquals("512", shares(NESTED + "/" + POD));
    assertEquals("1024", shares(POD));
    assertTrue(Files.notExists(ControlsFixture.journal(node)));
  }

  @Test
  void originalsOfAnotherTreeThatCannotBeRestoredAreReported() throws IOException {
    claim(first, POD, SHARES).set(2);
    Controls elsewhere = ControlsFixture.start(anotherTree(), node, () -> 0);

    String message = Thrown.message(IOException.class, elsewhere::close);

    assertTrue(message.contains("agent.cgroupRoot"), message);
  }

  @Test
  void originalsOfATreeThatIsUnmountedMeanwhileAreKept() throws IOException {
    Path root = Files.createDirectory(node.root().resolve("mounts"));
    Path mount = root.resolve("cpu");
    Files.createSymbolicLink(mount, node.cgroupRoot().resolve("cpu"));
    Owner there =
        ControlsFixture.start(CgroupTree.detect(new HostPaths(node.root()), root), node, () -> 0)
            .owner("first");
    claim(there, POD, SHARES).set(2);
    Files.delete(mount);
    Files.createDirectory(mount);

    assertThrows(IOException.class, () -> there.release(Subject.of(pod)));

    Files.delete(mount);
    Files.createSymbolicLink(mount, node.cgroupRoot().resolve("cpu"));
    ControlsFixture.start(CgroupTree.detect(new HostPaths(node.root()), root), node, () -> 0)
        .close();
    assertEquals("1024", shares(POD));
  }

  @Test
  void whoGoesOnGetsItsValueThoughTheFirstWriteFails() throws IOException {
    claim(first, POD, SHARES).set(2);
    claim(first, POD + "/c1", SHARES).set(2);
    claim(second, POD, SHARES).set(5);
    node.faults().failNext(Operation.WRITE, node.file("cpu", POD, "cpu.shares"), Errno.EINVAL);

    first.release(Subject.of(pod));

    assertEquals("5", shares(POD));
    assertEquals("1024", shares(POD + "/c1"));
  }

  @Test
  void cgroupMadeAgainWhileItIsReadHasAnOriginalOfItsOwn() throws IOException {
    claim(first, POD, SHARES).set(512);
    String shares = node.file("cpu", POD, "cpu.shares");
    node.faults()
        .beforeNext(
            Operation.OPEN,
            shares,
            () -> {
              node.remove(POD);
              node.pod("burstable", "uid-web", "c1", "c2");
              setShares(POD, "300");
            });

    claim(first, POD, SHARES).set(2);
    claim(first, POD, SHARES).set(2);
    first.release(Subject.of(pod));

    assertEquals("300", shares(POD));
  }

  /** As kubelet does, which resizes a container and does not write again. */
  @Test
  void whatOthersHaveChangedMeanwhileIsTheirs() throws IOException {
    claim(first, POD, SHARES).set(2);
    setShares(POD, "700");

    first.release(Subject.of(pod));

    assertEquals("700", shares(POD));
    assertEquals(List.of(), Journal.open(ControlsFixture.journal(node)).entries());
  }

  @Test
  void valueThatRubikMayHaveWrittenIsRestored() throws IOException {
    String shares = node.file("cpu", POD, "cpu.shares");
    claim(first, POD, SHARES).set(2);
    node.faults()
        .beforeNext(
            Operation.WRITE,
            shares,
            () -> node.faults().failNext(Operation.READ, shares, Errno.EIO));
    assertThrows(IOException.class, () -> claim(first, POD, SHARES).set(3));
    assertEquals("3", shares(POD));

    first.release(Subject.of(pod));

    assertEquals("1024", shares(POD));
  }
}
