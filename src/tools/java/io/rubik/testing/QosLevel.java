package io.rubik.testing;

import java.io.IOException;
import java.util.Optional;

/**
 * openEuler's {@code cpu.qos_level} and {@code memory.qos_level}: -1 is offline, 0 is online, and
 * offline cannot be undone.
 */
record QosLevel(String file) implements Rule {
  @Override
  public String write(KernelCgroup cgroup, String text) throws IOException {
    long level = KernelNumber.signed(text);
    if (cgroup.isRoot() || level < -1 || level > 0 || level > cgroup.number(file)) {
      throw Errno.EINVAL.exception();
    }
    setBelow(cgroup, Long.toString(level));
    return Long.toString(level);
  }

  @Override
  public String initial(KernelCgroup cgroup, String text) throws IOException {
    Optional<KernelCgroup> parent = cgroup.parent().filter(above -> above.has(file));
    return parent.isPresent() ? parent.get().read(file) : text;
  }

  private void setBelow(KernelCgroup cgroup, String level) throws IOException {
    for (KernelCgroup child : cgroup.children()) {
      if (child.has(file)) {
        child.set(file, level);
      }
      setBelow(child, level);
    }
  }
}
