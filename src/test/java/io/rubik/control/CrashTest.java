package io.rubik.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.testing.CgroupFixture;
import io.rubik.testing.Faults.Operation;
import io.rubik.testing.Recording.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A property: whatever happened before, and between whichever two writes rubik was killed, the
 * controls are as they should be after its next start, and after its stop as they were without it.
 */
class CrashTest {

  private static final int HISTORIES = 100;
  private static final int STEPS = 40;

  /** What kill -9 is to the code it strikes. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** One history, of which the seed is all there is to know. */
  private static final class History {

    private final CgroupFixture node = CgroupFixture.v1().cgroupfs().mainline().resctrl();
    private final Random random;
    private final NodeModel model;
    private final Map<String, Owner> owners = new HashMap<>();
    private Controls controls;
    private int crashes;

    /** The kinds of controls that were ever set. */
    private final Set<Class<?>> kinds = new HashSet<>();

    /** Whether writes are cached ones, which do not find what other processes have changed. */
    private boolean isCached;

    History(long seed) throws IOException {
      this.random = new Random(seed);
      this.model = new NodeModel(node, random);
      this.controls = ControlsFixture.start(node, () -> 0);
    }

    /** Starts a process: nothing is known but the journal. */
    private void begin() throws IOException {
      owners.clear();
      controls = ControlsFixture.start(node, () -> 0);
      controls.restoreOrphaned(owner -> !model.runs(owner));
      reconcile();
      controls.restoreOrphaned(owner -> true);
    }

    /** Does what the agent and its features do on every event and every 30 s. */
    private void reconcile() throws IOException {
      for (String name : NodeModel.OWNERS) {
        if (model.runs(name)) {
          reconcile(name, owners.computeIfAbsent(name, controls::owner));
        } else if (owners.containsKey(name)) {
          owners.remove(name).releaseAll();
        }
      }
    }

    private void reconcile(String name, Owner owner) throws IOException {
      for (Knob<?> knob : model.knobs()) {
        Optional<NodeModel.Want<?>> want = model.wanted(name, knob);
        if (want.isPresent()) {
          want.get().set(owner, isCached);
        } else {
          owner.release(knob.subject(), knob.target());
        }
      }
      kinds.addAll(model.kindsInForce().toList());
    }

    void step() throws IOException {
      NodeModel.Event event = model.changeOrTamper();
      boolean tampered = event == NodeModel.Event.TAMPERING;
      isCached = event == NodeModel.Event.WISHES && random.nextBoolean();
      switch (random.nextInt(8)) {
        case 0 -> crash(tampered);
        case 1 -> {
          if (tampered) {
            reconcile(); // what is changed right before the stop stays
          }
          stopAndStart();
        }
        default -> reconcile();
      }
      assertControls(model.whileRunning());
    }

    /** A failure shows those alone that differ. */
    private void assertControls(Map<String, String> expected) {
      Map<String, String> found = model.found();
      Map<String, String> missed = new TreeMap<>(expected);
      missed.entrySet().removeAll(found.entrySet());
      found.entrySet().removeAll(expected.entrySet());
      assertEquals(missed, found);
    }

    private void stopAndStart() throws IOException {
      stop();
      begin();
    }

    void stop() throws IOException {
      for (Owner owner : owners.values()) {
        owner.releaseAll();
      }
      controls.close();
      assertControls(model.whenStopped());
      assertTrue(Files.notExists(ControlsFixture.journal(node)));
    }

    /**
     * Is killed before one of the next writes, in whatever it does then, and starts again.
     *
     * @param tampered what another process changes right before a stop stays: then there is none
     */
    private void crash(boolean tampered) throws IOException {
      int[] left = {random.nextInt(6)};
      node.faults()
          .beforeEvery(
              Operation.WRITE,
              () -> {
                if (left[0]-- <= 0) {
                  throw new Killed();
                }
              });
      try {
        switch (tampered ? 1 + random.nextInt(3) : random.nextInt(4)) {
          case 0 -> stop();
          case 1 -> begin();
          default -> reconcile();
        }
      } catch (Killed e) {
        crashes++;
        tearLastLine();
      }
      node.faults().clear();
      if (random.nextBoolean()) {
        model.change();
      }
      begin();
    }

    /** A process can be killed in the middle of a write to the journal, too. */
    private void tearLastLine() throws IOException {
      Path journal = ControlsFixture.journal(node);
      List<Write> writes = node.recording().writes();
      if (Files.notExists(journal)
          || writes.isEmpty()
          || !writes.getLast().path().equals(journal.toString())
          || writes.getLast().text().contains("resctrl")) { // mkdir, no write, may have followed
        return;
      }
      String text = Files.readString(journal);
      String line = writes.getLast().text();
      int kept = text.length() - random.nextInt(line.length() + 1);
      node.setFile(journal.toString(), text.substring(0, kept));
    }
  }

  @Test
  void controlsAreAsTheyShouldBeAfterEveryCrashAndEveryStop() throws IOException {
    int crashes = 0;
    Set<Class<?>> kinds = new HashSet<>();
    for (long seed = 0; seed < HISTORIES; seed++) {
      History history = new History(seed);
      try {
        for (int i = 0; i < STEPS; i++) {
          history.step();
        }
        history.stop();
      } catch (AssertionError | IOException | RuntimeException e) {
        throw new AssertionError("history of seed " + seed, e);
      } finally {
        history.node.close();
      }
      crashes += history.crashes;
      kinds.addAll(history.kinds);
    }
    assertEquals(Set.of(Target.OfCgroup.class, Target.OfHost.class, Target.OfResctrl.class), kinds);
    assertTrue(crashes > HISTORIES, "rubik was hardly ever killed: " + crashes);
  }
}
