package io.rubik.testing;

import java.io.IOException;

/** What the kernel does with the bytes of one write to a control file. */
@FunctionalInterface
interface Rule {
  /** Keeps whatever is written. */
  Rule ANY = (cgroup, text) -> text.strip();

  /** Refuses every write, as for a file that can only be read. */
  Rule READ_ONLY =
      (cgroup, text) -> {
        throw Errno.EINVAL.exception();
      };

  /** Applies a write; returns what the file reads from now on, without the newline. */
  String write(KernelCgroup cgroup, String text) throws IOException;

  /** Returns what the file of a new cgroup reads. */
  default String initial(KernelCgroup cgroup, String text) throws IOException {
    return text;
  }
}
