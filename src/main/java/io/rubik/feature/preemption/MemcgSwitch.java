package io.rubik.feature.preemption;

import io.rubik.capability.UnavailableException;
import io.rubik.control.Claim;
import io.rubik.control.HostSettings;
import io.rubik.control.JournalException;
import io.rubik.control.Subject;
import io.rubik.control.Target;
import io.rubik.control.WriteResult;
import io.rubik.feature.FeatureContext;
import io.rubik.host.KernelFile;
import io.rubik.problem.Problem;
import io.rubik.problem.ProblemLog;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.tinylog.Logger;

/**
 * The kernel's switch for memory levels, {@code /proc/sys/vm/memcg_qos_enable}. Other programs may
 * set it back, such as TuneD, which applies its sysctls again.
 */
final class MemcgSwitch {

  /** Where it is. */
  static final String FILE = HostSettings.MEMCG_QOS.path();

  private static final int ON = 1;
  private static final String CONSEQUENCE =
      ", so memory.qos_level has no effect; run sysctl -w vm.memcg_qos_enable=1";

  private final FeatureContext context;
  private final Path file;
  private final boolean mayTurnOn;
  private final ProblemLog<Path> problems;

  /**
   * Creates one that is off until it is checked.
   *
   * @param mayTurnOn whether rubik turns it on and keeps it on
   */
  MemcgSwitch(FeatureContext context, boolean mayTurnOn) {
    this.context = context;
    this.file = context.host().resolve(FILE);
    this.mayTurnOn = mayTurnOn;
    this.problems = new ProblemLog<>(context.ticker());
  }

  /**
   * Turns it on, if allowed; fails when it is off then. Where only the journal keeps it from being
   * turned on, that is reported and tried again: levels can be set without.
   */
  void requireOn() throws IOException {
    if (mayTurnOn) {
      try {
        turnOn();
      } catch (JournalException e) {
        check();
      } catch (IOException e) {
        claim().release();
        throw new UnavailableException(Reason.of(e) + CONSEQUENCE);
      }
    } else if (!isOn()) {
      throw new UnavailableException(
          file + " is 0" + CONSEQUENCE + ", or set preemption.enableMemcgQos to true");
    }
  }

  private void turnOn() throws IOException {
    if (claim().set(ON) == WriteResult.WRITTEN) {
      Logger.info("{} was 0; set to 1, because preemption.enableMemcgQos is true", file);
    }
  }

  private Claim<Integer> claim() {
    return context.controls().claim(Subject.NODE, Target.of(HostSettings.MEMCG_QOS));
  }

  /** Turns it on again, if allowed; otherwise reports an error while it is off. */
  void check() {
    try {
      if (mayTurnOn) {
        turnOn();
      } else if (!isOn()) {
        problems.report(file, Problem.error(file.toString(), "is 0" + CONSEQUENCE));
        return;
      }
      problems.resolve(file);
    } catch (IOException e) {
      problems.report(file, Problem.error(file.toString(), Reason.of(e) + CONSEQUENCE));
    }
  }

  private boolean isOn() throws IOException {
    return KernelFile.read(file).strip().equals(String.valueOf(ON));
  }
}
