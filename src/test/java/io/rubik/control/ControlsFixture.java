package io.rubik.control;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.Setting;
import io.rubik.cgroup.SettingFixture;
import io.rubik.host.HostPaths;
import io.rubik.loop.Ticker;
import io.rubik.testing.CgroupFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Controls for tests, and attributes to try them on. */
public final class ControlsFixture {

  /** Any value may be written at any time. */
  static final Setting<Integer> SHARES = SettingFixture.cpu("cpu.shares", 2, 262144);

  /** The kernel refuses a value above the parent's. */
  static final Setting<Integer> QUOTA =
      SettingFixture.cpu("cpu.cfs_quota_us", -1, Integer.MAX_VALUE);

  private ControlsFixture() {}

  /** Returns the settings above, and rubik's own where none of them has the name. */
  static Optional<Setting<?>> find(String name, String key) {
    return Stream.<Setting<?>>of(SHARES, QUOTA)
        .filter(setting -> setting.name().equals(name) && key.isEmpty())
        .findFirst()
        .or(() -> Attributes.find(name, key));
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
      return owner(node.tree());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what one feature changes the controls of a tree with; the journal is elsewhere. */
  public static Owner owner(CgroupTree tree) {
    return controls(tree).owner("test");
  }

  /** Returns what one feature changes the controls of a host with; the journal is elsewhere. */
  public static Owner owner(CgroupTree tree, HostPaths host) {
    return controls(tree, host).owner("test");
  }

  /** Returns the controls of a tree, on a host without files; the journal is elsewhere. */
  public static Controls controls(CgroupTree tree) {
    return controls(tree, new HostPaths(Jimfs.newFileSystem(Configuration.unix()).getPath("/")));
  }

  private static Controls controls(CgroupTree tree, HostPaths host) {
    Path journal = Jimfs.newFileSystem(Configuration.unix()).getPath("/run/rubik/journal");
    try {
      return new Controls(tree, host, Journal.open(journal), Attributes::find, List.of(), () -> 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the controls of a node with its journal, as a process that starts has them. */
  static Controls start(CgroupFixture node, Ticker ticker) throws IOException {
    return start(node.tree(), node, ticker);
  }

  /** Returns the controls of another tree with the journal of a node. */
  static Controls start(CgroupTree tree, CgroupFixture node, Ticker ticker) throws IOException {
    return new Controls(
        tree,
        new HostPaths(node.root()),
        Journal.open(journal(node)),
        ControlsFixture::find,
        List.of("first", "second"),
        ticker);
  }

  /** Returns where the journal of a node is. */
  static Path journal(CgroupFixture node) {
    return node.root().resolve("run/rubik/journal");
  }
}
