package io.rubik.feature.quotaturbo;

import io.rubik.config.Section;
import java.time.Duration;

/**
 * The settings of quotaTurbo.
 *
 * @param highPercent the node's CPU utilisation from which quotas slowly fall back
 * @param alarmPercent the one from which they fall back fast and none is raised; above the former
 * @param syncInterval how often quotas are set
 */
record QuotaTurboConfig(int highPercent, int alarmPercent, Duration syncInterval) {

  private static final String HIGH = "highWaterMark";
  private static final String ALARM = "alarmWaterMark";

  /** Returns the settings of the section {@code quotaTurbo}. */
  static QuotaTurboConfig from(Section section) {
    int highPercent = section.integer(HIGH, 0, 100, 60);
    int alarmPercent = section.integer(ALARM, 0, 100, 80);
    if (highPercent >= alarmPercent) {
      section.reject(
          HIGH, highPercent + " is not less than " + ALARM + ", which is " + alarmPercent);
    }
    int millis = section.integer("syncInterval", 100, 10_000, 100);
    return new QuotaTurboConfig(highPercent, alarmPercent, Duration.ofMillis(millis));
  }
}
