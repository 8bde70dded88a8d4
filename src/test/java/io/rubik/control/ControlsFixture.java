package io.rubik.control;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.rubik.cgroup.Attribute;
import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.Controller;
import io.rubik.cgroup.ValueType;
import io.rubik.loop.Ticker;
import io.rubik.testing.CgroupFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Controls for tests, and attributes to try them on. */
public final class ControlsFixture {

  /** Any value may be written at any time. */
  static final Attribute<Integer> SHARES = onV1("cpu.shares", 2, 262144);

  /** The kernel refuses a value above the parent's. */
  static final Attribute<Integer> QUOTA = onV1("cpu.cfs_quota_us", -1, Integer.MAX_VALUE);

  private ControlsFixture() {}

  private static Attribute<Integer> onV1(String file, int min, int max) {
    return new Attribute<>(
        Controller.CPU,
        Optional.of(new Attribute.Place<>(file, ValueType.integer(min, max))),
        Optional.empty(),
        false);
  }

  /** Returns what a feature that changes nothing is given. */
  public static Owner ownerOfNothing() {
    try (CgroupFixture node = CgroupFixture.v1().cgroupfs().mainline()) {
      return ownerOf(node);
    }
  }

  /** Returns what one feature changes the controls of a node with; the journal is elsewhere. */
  public static Owner ownerOf(CgroupFixture node) {
    try {
      return owner(CgroupTree.detect(node.cgroupRoot()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what one feature changes the controls of a tree with; the journal is elsewhere. */
  public static Owner owner(CgroupTree tree) {
    return controls(tree).owner("test");
  }

  /** Returns the controls of a tree; the journal is elsewhere. */
  public static Controls controls(CgroupTree tree) {
    Path journal = Jimfs.newFileSystem(Configuration.unix()).getPath("/run/rubik/journal");
    try {
      return new Controls(tree, Journal.open(journal), Attributes.WRITTEN, List.of(), () -> 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the controls of a node with its journal, as a process that starts has them. */
  static Controls start(CgroupFixture node, Ticker ticker) throws IOException {
    return start(CgroupTree.detect(node.cgroupRoot()), node, ticker);
  }

  /** Returns the controls of another tree with the journal of a node. */
  static Controls start(CgroupTree tree, CgroupFixture node, Ticker ticker) throws IOException {
    return new Controls(
        tree,
        Journal.open(journal(node)),
        List.of(SHARES, QUOTA, Attributes.CPU_QOS_LEVEL),
        List.of("first", "second"),
        ticker);
  }

  /** Returns where the journal of a node is. */
  static Path journal(CgroupFixture node) {
    return node.root().resolve("run/rubik/journal");
  }
}
