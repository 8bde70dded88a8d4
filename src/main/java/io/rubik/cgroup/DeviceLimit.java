package io.rubik.cgroup;

import java.util.Arrays;
import java.util.Optional;

/**
 * How much a cgroup may read from or write to a device in a second.
 *
 * @param perSecond bytes or operations, at least 1; {@code Long.MAX_VALUE} when it is unlimited
 */
public record DeviceLimit(long perSecond) {

  /** No limit. */
  public static final DeviceLimit UNLIMITED = new DeviceLimit(Long.MAX_VALUE);

  /** Fails with {@code IllegalArgumentException} on a limit below 1. */
  public DeviceLimit {
    if (perSecond < 1) {
      throw new IllegalArgumentException("a limit of " + perSecond + " a second is not valid");
    }
  }

  /** Returns whether there is no limit. */
  public boolean isUnlimited() {
    return perSecond == Long.MAX_VALUE;
  }

  /** Returns it as the log shows it: {@code 1048576}, {@code max}. */
  @Override
  public String toString() {
    return isUnlimited() ? "max" : Long.toString(perSecond);
  }

  /** {@code blkio.throttle.read_bps_device}: {@code 8:0 1048576}; writing 0 removes the line. */
  record V1() implements LineType<DeviceLimit> {

    @Override
    public DeviceLimit parse(Optional<String> rest) {
      return rest.filter(text -> !text.equals("0"))
          .map(text -> new DeviceLimit(Long.parseLong(text)))
          .orElse(UNLIMITED);
    }

    @Override
    public String format(DeviceLimit limit) {
      return limit.isUnlimited() ? "0" : Long.toString(limit.perSecond);
    }
  }

  /**
   * One value of {@code io.max}: {@code 8:0 rbps=1048576 wbps=max riops=max wiops=max}; a write of
   * one leaves the others as they are.
   */
  record V2(String name) implements LineType<DeviceLimit> {

    @Override
    public DeviceLimit parse(Optional<String> rest) {
      return rest.stream()
          .flatMap(text -> Arrays.stream(text.split(" ", -1)))
          .filter(value -> value.startsWith(name + "="))
          .map(value -> value.substring(name.length() + 1))
          .filter(value -> !value.equals("max"))
          .map(value -> new DeviceLimit(Long.parseLong(value)))
          .findFirst()
          .orElse(UNLIMITED);
    }

    @Override
    public String format(DeviceLimit limit) {
      return name + "=" + limit;
    }
  }
}
