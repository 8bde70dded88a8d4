package io.rubik.control;

import io.rubik.cgroup.Attribute;
import io.rubik.cgroup.CgroupTree;
import io.rubik.loop.Ticker;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The one place where controls of cgroups are changed: it knows who holds each, writes down what
 * must be given back before it is changed, and puts back what others change.
 */
public final class Controls implements AutoCloseable {

  private final CgroupTree tree;
  private final Journal journal;
  private final List<String> precedence;
  private final Ticker ticker;
  private final Drifts drifts;
  private final Map<ControlId, Shared> controls = new HashMap<>();

  /** A control, and how many are at work on it. */
  private static final class Shared {
    private final Control<?> control;
    private int users;

    Shared(Control<?> control) {
      this.control = control;
    }
  }

  /**
   * Takes over what the journal holds of an earlier process.
   *
   * @param attributes the controls rubik knows by name
   * @param precedence owners; where two want one control, the one named first has its way
   */
  public Controls(
      CgroupTree tree,
      Journal journal,
      Collection<Attribute<?>> attributes,
      List<String> precedence,
      Ticker ticker)
      throws IOException {
    this.tree = tree;
    this.journal = journal;
    this.precedence = List.copyOf(precedence);
    this.ticker = ticker;
    this.drifts = new Drifts(ticker);
    Map<String, Attribute<?>> byName =
        attributes.stream().collect(Collectors.toMap(Attribute::toString, Function.identity()));
    for (JournalEntry entry : journal.entries()) {
      inherit(entry, byName.get(entry.attribute()));
    }
  }

  private void inherit(JournalEntry entry, @Nullable Attribute<?> attribute) throws IOException {
    if (attribute == null) {
      Logger.error(
          "the journal has {} of {}, a control this version does not know: it stays as it is",
          entry.attribute(),
          entry.path());
      return;
    }
    ControlId id = new ControlId(attribute, entry.path());
    try {
      Control<?> control = control(id, attribute);
      control.inherit(entry);
      if (control.isInSight() || !controls.containsKey(id)) {
        controls.put(id, new Shared(control));
      }
    } catch (IllegalArgumentException e) {
      Logger.error("the journal has {}, which is left out: {}", id, e.getMessage());
      journal.free(entry);
    }
  }

  private <T> Control<T> control(ControlId id, Attribute<T> attribute) {
    Attribute.Place<T> place =
        attribute
            .place(tree.version())
            .orElseThrow(
                () -> new IllegalArgumentException("cgroup " + tree.version() + " has none"));
    return new Control<>(id, attribute, place.type(), tree.cgroup(id.path()), journal, drifts);
  }

  /** Returns what a feature of that name changes controls with. */
  public Owner owner(String name) {
    int rank = precedence.indexOf(name);
    return new Owner(this, name, rank < 0 ? precedence.size() : rank, new SlowWrites(name, ticker));
  }

  /** Does something to a cgroup that leaves nothing to give back. */
  <T> void act(String path, Attribute<T> attribute, T value) throws IOException {
    tree.cgroup(path).write(attribute, value);
  }

  /**
   * Gives back what nobody holds although rubik changed it, which is so after a crash; fails, at
   * the end, when something could not be given back.
   *
   * @param ofOwner which features' it is to be
   */
  public void giveBackUnheld(Predicate<String> ofOwner) throws IOException {
    List<Control<?>> unheld = enterUnheld(ofOwner);
    AtomicInteger given = new AtomicInteger();
    try {
      AnyOrder.attempt(
          unheld,
          control -> {
            if (control.giveBack()) {
              given.incrementAndGet();
            }
          });
    } finally {
      unheld.forEach(this::leave);
      if (given.get() > 0) {
        Logger.info("gave back {} controls that an earlier rubik had changed", given.get());
      }
    }
  }

  private synchronized List<Control<?>> enterUnheld(Predicate<String> ofOwner) {
    List<Shared> unheld =
        controls.values().stream()
            .filter(shared -> shared.users == 0)
            .filter(shared -> shared.control.heirless().filter(ofOwner).isPresent())
            .toList();
    unheld.forEach(shared -> shared.users++);
    return unheld.stream().<Control<?>>map(shared -> shared.control).toList();
  }

  /**
   * Returns the one control of that ID, for as long as it is not left; fails with {@code
   * IllegalArgumentException} when this version of cgroup has no such control.
   */
  @SuppressWarnings("unchecked") // the ID has the attribute, and so the type
  synchronized <T> Control<T> enter(ControlId id, Attribute<T> attribute) {
    Shared shared = controls.computeIfAbsent(id, any -> new Shared(control(id, attribute)));
    shared.users++;
    return (Control<T>) shared.control;
  }

  /** Ends what {@link #enter} began. */
  synchronized void leave(Control<?> control) {
    Shared shared = controls.get(control.id());
    if (shared != null && --shared.users == 0 && control.isForgettable()) {
      controls.remove(control.id());
    }
  }

  /** Returns what an administrator should know of what others change, empty when nothing. */
  public String status() {
    return drifts.status();
  }

  /**
   * Gives back what nobody holds and ends the journal; what could not be given back stays in it.
   */
  @Override
  public void close() throws IOException {
    try (journal) {
      giveBackUnheld(owner -> true);
    }
  }
}
