package io.rubik.feature.preemption;

import io.rubik.capability.UnavailableException;
import io.rubik.feature.FeatureContext;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.tinylog.Logger;

/** The kernel's switch for memory levels, {@code /proc/sys/vm/memcg_qos_enable}. */
final class MemcgSwitch {

  /** Where it is. */
  static final String FILE = "/proc/sys/vm/memcg_qos_enable";

  private final Path file;

  MemcgSwitch(FeatureContext context) {
    this.file = context.host().resolve(FILE);
  }

  /** Fails when it is off; turns it on first, if allowed. */
  void requireOn(boolean turnOn) throws IOException {
    if (isOn()) {
      return;
    }
    if (turnOn) {
      turnOn();
    }
    if (!isOn()) {
      throw new UnavailableException(
          file
              + " is 0, so memory.qos_level does not count; run sysctl -w vm.memcg_qos_enable=1,"
              + " or set preemption.enableMemcgQos to true");
    }
  }

  private void turnOn() throws IOException {
    try {
      Files.writeString(file, "1", StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new UnavailableException(
          file
              + " is 0 and cannot be turned on ("
              + Reason.withoutPath(e)
              + "), so memory.qos_level does not count; run sysctl -w vm.memcg_qos_enable=1");
    }
    Logger.info("{} was 0: turned on, as preemption.enableMemcgQos says", file);
  }

  private boolean isOn() throws IOException {
    return Files.readString(file).strip().equals("1");
  }
}
