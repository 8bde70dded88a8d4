package io.rubik.control;

import io.rubik.cgroup.ValueType;
import java.util.stream.Collectors;

/**
 * What a resctrl control group is: absent, or there with its schemata
 * (Documentation/arch/x86/resctrl.rst).
 *
 * @param schemata a line for each resource, {@code L3:0=f;1=f}; empty when the group is absent
 */
public record ResctrlGroup(String schemata) {

  /** No group. */
  public static final ResctrlGroup ABSENT = new ResctrlGroup("");

  /** The form of a group in the journal. */
  static final ValueType<ResctrlGroup> TYPE = new Text();

  /** Lines are compared without the padding the kernel adds, in their order of names. */
  public ResctrlGroup {
    schemata =
        schemata
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .sorted()
            .collect(Collectors.joining("\n"));
  }

  /** Returns whether there is no such group. */
  public boolean isAbsent() {
    return schemata.isEmpty();
  }

  /** Returns it as the log shows it. */
  @Override
  public String toString() {
    return isAbsent() ? "absent" : schemata.replace('\n', ' ');
  }

  /** The schemata, or nothing. */
  private record Text() implements ValueType<ResctrlGroup> {

    @Override
    public ResctrlGroup parse(String text) {
      return new ResctrlGroup(text);
    }

    @Override
    public String format(ResctrlGroup group) {
      return group.schemata;
    }
  }
}
