package io.rubik.control;

import io.rubik.cgroup.Attribute;
import io.rubik.cgroup.Attributes;
import io.rubik.cgroup.Cgroup;
import io.rubik.cgroup.CgroupTree;
import io.rubik.cgroup.CpuPriority;
import io.rubik.cgroup.Setting;
import io.rubik.cgroup.SettingCatalogue;
import io.rubik.cgroup.Trigger;
import io.rubik.cgroup.ValueType;
import io.rubik.host.HostPaths;
import io.rubik.host.KernelFile;
import io.rubik.loop.Ticker;
import io.rubik.problem.Failures;
import io.rubik.problem.ProblemLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/**
 * The one place where the kernel's controls are changed: it knows who claims each, writes its
 * original into the journal before it is changed, restores it, and repairs what other processes
 * change.
 */
public final class Controls implements AutoCloseable {

  private final CgroupTree tree;
  private final HostPaths host;
  private final Journal journal;
  private final SettingCatalogue settings;
  private final List<String> precedence;
  private final Ticker ticker;
  private final ExternalChanges changes;
  private final BurstRule burstRule;
  private final Map<Target<?>, Shared> controls = new HashMap<>();

  /** Those of cgroups once more, by the path of these. */
  private final Map<String, List<Shared>> byCgroup = new HashMap<>();

  /** A control, and how many are at work on it. */
  private static final class Shared {
    private final Target<?> target;
    private final Control<?> control;
    private int users;

    Shared(Target<?> target, Control<?> control) {
      this.target = target;
      this.control = control;
    }
  }

  /**
   * Takes over what the journal holds of an earlier process.
   *
   * @param settings those of cgroups that the journal may name
   * @param precedence owners; where two want one control, the one named first counts
   */
  public Controls(
      CgroupTree tree,
      HostPaths host,
      Journal journal,
      SettingCatalogue settings,
      List<String> precedence,
      Ticker ticker) {
    this.tree = tree;
    this.host = host;
    this.journal = journal;
    this.settings = settings;
    this.precedence = List.copyOf(precedence);
    this.ticker = ticker;
    this.changes = new ExternalChanges(ticker);
    this.burstRule = new BurstRule(tree, this);
    for (JournalEntry entry : journal.entries()) {
      inherit(entry);
    }
  }

  private void inherit(JournalEntry entry) {
    Address address = entry.address();
    try {
      Optional<Target<?>> target = target(address);
      if (target.isPresent()) {
        inherit(entry, target.get());
      } else {
        Logger.error(
            "the journal has {}, a control this version does not know: not restored", address);
      }
    } catch (IllegalArgumentException e) {
      Logger.error("the journal has {}, which is dropped: {}", address, e.getMessage());
      journal.free(entry);
    }
  }

  private void inherit(JournalEntry entry, Target<?> target) {
    Control<?> control = control(target);
    control.inherit(entry);
    if (control.isInSight() || !controls.containsKey(target)) {
      add(new Shared(target, control));
    }
  }

  private void add(Shared shared) {
    remove(shared.target);
    controls.put(shared.target, shared);
    if (shared.target instanceof Target.OfCgroup<?> cgroup) {
      byCgroup.computeIfAbsent(cgroup.path(), any -> new ArrayList<>(2)).add(shared);
    }
  }

  private void remove(Target<?> target) {
    Shared shared = controls.remove(target);
    if (shared != null && target instanceof Target.OfCgroup<?> cgroup) {
      byCgroup.computeIfPresent(
          cgroup.path(), (_, all) -> all.remove(shared) && all.isEmpty() ? null : all);
    }
  }

  private <T> Control<T> control(Target<T> target) {
    return new Control<>(
        site(target), journal, changes, refused -> burstRule.instead(target, refused));
  }

  /** Returns the target of a journal entry, empty when this version does not know it. */
  private Optional<Target<?>> target(Address address) {
    return switch (address.kind()) {
      case CGROUP ->
          settings
              .find(address.name(), address.key())
              .map(setting -> Target.of(address.path(), setting));
      case HOST -> HostSettings.find(address.name()).map(Target::of);
      case RESCTRL -> Optional.of(Target.of(new ResctrlName(address.path())));
    };
  }

  /** Fails with {@code IllegalArgumentException} when this node can have no such control. */
  @SuppressWarnings("unchecked") // the target has the type
  private <T> Site<T> site(Target<T> target) {
    return switch (target) {
      case Target.OfCgroup<T>(String path, Setting<T> setting) -> site(path, setting);
      case Target.OfHost<T>(HostSetting<T> setting) -> HostSite.of(setting, host);
      case Target.OfResctrl(ResctrlName name) -> (Site<T>) ResctrlSite.of(name, host);
    };
  }

  @SuppressWarnings("unchecked") // the setting has the type
  private <T> Site<T> site(String path, Setting<T> setting) {
    if (!settings.holds(setting)) {
      throw new IllegalArgumentException("the journal would not know " + setting);
    }
    ValueType<T> type =
        setting
            .type(tree.version())
            .orElseThrow(() ->
                new IllegalArgumentException("cgroup " + tree.version() + " has no " + setting));
    if (setting.equals(Attributes.OOM_SCORE_ADJ)) {
      return (Site<T>) new OomScoreSite(tree, path, host, (ValueType<Integer>) type);
    }
    Cgroup cgroup = path.isEmpty() ? tree.root() : tree.cgroup(path);
    return setting.equals(Attributes.CPU_PRIORITY)
        ? (Site<T>) new CpuPrioritySite(cgroup, (ValueType<CpuPriority>) type)
        : new CgroupSite<>(cgroup, setting, type);
  }

  /** Returns what a feature of that name changes controls with. */
  public Owner owner(String name) {
    int rank = precedence.indexOf(name);
    return new Owner(this, name, rank < 0 ? precedence.size() : rank, new SlowWrites(name, ticker));
  }

  /** Returns how this version of cgroup names a control of a cgroup, for messages. */
  String name(String path, Attribute<?> attribute) {
    return tree.cgroup(path).name(attribute);
  }

  <T> void trigger(String path, Trigger<T> trigger, T value) throws IOException {
    tree.cgroup(path).write(trigger, value);
  }

  <T> void trigger(HostTrigger<T> trigger, T value) throws IOException {
    KernelFile.write(host.resolve(trigger.path()), trigger.form().format(value));
  }

  /**
   * Restores the unclaimed controls that rubik changed, as after a crash; fails, at the end, when
   * something could not be restored.
   *
   * @param ofOwner selects the features whose controls are restored
   */
  public void restoreOrphaned(Predicate<String> ofOwner) throws IOException {
    List<Shared> orphaned = enterOrphaned(ofOwner);
    AtomicInteger restored = new AtomicInteger();
    try {
      AnyOrder.attempt(
          orphaned,
          shared -> {
            if (shared.control.restore()) {
              restored.incrementAndGet();
            }
          });
    } finally {
      orphaned.forEach(this::leave);
      if (restored.get() > 0) {
        Logger.info("restored {} controls left by a previous run", restored.get());
      }
    }
  }

  private synchronized List<Shared> enterOrphaned(Predicate<String> ofOwner) {
    List<Shared> orphaned =
        controls.values().stream()
            .filter(shared -> shared.users == 0)
            .filter(shared -> shared.control.orphaned().filter(ofOwner).isPresent())
            .toList();
    orphaned.forEach(shared -> shared.users++);
    return orphaned;
  }

  /**
   * Returns the one control of a target, for as long as it is not left; fails with {@code
   * IllegalArgumentException} when this node can have no such control.
   */
  @SuppressWarnings("unchecked") // the target has the type
  synchronized <T> Control<T> enter(Target<T> target) {
    Shared shared = controls.get(target);
    if (shared == null) {
      shared = new Shared(target, control(target));
      add(shared);
    }
    shared.users++;
    return (Control<T>) shared.control;
  }

  /** Ends what {@link #enter} began. */
  synchronized void leave(Target<?> target) {
    Shared shared = controls.get(target);
    if (shared != null) {
      leave(shared);
    }
  }

  private synchronized void leave(Shared shared) {
    if (--shared.users == 0 && shared.control.isForgettable()) {
      remove(shared.target);
    }
  }

  /**
   * Sets the controls again that a file of a cgroup holds, if somebody has changed them. Does
   * nothing for most files.
   */
  void repair(String cgroupPath, String file) throws IOException {
    List<Shared> written = enterWritten(cgroupPath, file);
    Failures failures = new Failures();
    try {
      written.forEach(shared -> failures.attempt(shared.control::repair));
    } finally {
      written.forEach(this::leave);
    }
    failures.throwIfAny();
  }

  /** Returns whether a file of a cgroup holds a control that is known here. */
  synchronized boolean isSet(String cgroupPath, String file) {
    return byCgroup.getOrDefault(cgroupPath, List.of()).stream()
        .anyMatch(shared -> shared.control.isIn(file));
  }

  private synchronized List<Shared> enterWritten(String cgroupPath, String file) {
    List<Shared> written =
        byCgroup.getOrDefault(cgroupPath, List.of()).stream()
            .filter(shared -> shared.control.isIn(file))
            .toList();
    written.forEach(shared -> shared.users++);
    return written;
  }

  /** Returns for whom controls are claimed and set; waits for no write. */
  public Set<Subject> subjectsInForce() {
    return all().stream()
        .flatMap(control -> control.subject().stream())
        .collect(Collectors.toSet());
  }

  /** Returns the controls that are claimed and set. */
  public List<ControlState> inForce() {
    return all().stream().flatMap(control -> control.state().stream()).toList();
  }

  private synchronized List<Control<?>> all() {
    return controls.values().stream().<Control<?>>map(shared -> shared.control).toList();
  }

  /** Returns what other processes did to the controls. */
  public ExternalChanges.Summary externalChanges() {
    return changes.summary();
  }

  /** Returns the controls that another process modifies again and again at present. */
  public List<ProblemLog.Active<String>> conflicts() {
    return changes.conflicts();
  }

  /**
   * Restores the unclaimed controls and ends the journal; what could not be restored stays in it.
   */
  @Override
  public void close() throws IOException {
    try {
      restoreOrphaned(any -> true);
    } finally {
      journal.close();
    }
  }
}
