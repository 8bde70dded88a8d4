package io.rubik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentConfigTest {

  private static final AgentConfig DEFAULTS =
      new AgentConfig(
          LogDriver.STDIO,
          "/var/log/rubik",
          1024,
          LogLevel.INFO,
          "/sys/fs/cgroup",
          CgroupDriver.AUTO,
          InformerType.APISERVER,
          List.of());

  @Test
  void whatIsAbsentHasItsDefault() throws Exception {
    assertEquals(DEFAULTS, read("{}"));
  }

  @Test
  void nullMeansTheDefaultOfEveryKey() throws Exception {
    assertEquals(
        DEFAULTS,
        read(
            """
            {"logDriver": null, "logDir": null, "logSize": null, "logLevel": null,
             "cgroupRoot": null, "cgroupDriver": null, "informerType": null,
             "enabledFeatures": null}
            """));
  }

  @Test
  void emptyDriverAndLevelOfTheLogMeanTheDefault() throws Exception {
    assertEquals(DEFAULTS, read("{\"logDriver\": \"\", \"logLevel\": \"\"}"));
  }

  @Test
  void everyKeyIsRead() throws Exception {
    assertEquals(
        new AgentConfig(
            LogDriver.FILE,
            "/data/log",
            10,
            LogLevel.DEBUG,
            "/mnt/cgroup",
            CgroupDriver.SYSTEMD,
            InformerType.NRI,
            List.of("preemption", "psi")),
        read(
            """
            {"logDriver": "file", "logDir": "/data/log", "logSize": 10, "logLevel": "debug",
             "cgroupRoot": "/mnt/cgroup", "cgroupDriver": "systemd", "informerType": "nri",
             "enabledFeatures": ["preemption", "psi"]}
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"logDriver\": \"syslog\"     | logDriver: \"syslog\" is not one of stdio, file",
        "\"logLevel\": \"trace\"       | logLevel: \"trace\" is not one of debug, info, warn, error",
        "\"cgroupDriver\": \"docker\"  | cgroupDriver: \"docker\" is not one of auto, cgroupfs, systemd",
        "\"informerType\": 1           | informerType: 1 is not one of apiserver, nri",
        "\"logSize\": 5                | logSize: 5 is outside 10..1048576",
        "\"logSize\": 9                | logSize: 9 is outside 10..1048576",
        "\"logSize\": 1048577          | logSize: 1048577 is outside 10..1048576",
        "\"logDir\": \"log\"           | logDir: \"log\" is not an absolute path, such as \"/var/log/rubik\"",
        "\"logDir\": \"\"             | logDir: \"\" is not an absolute path, such as \"/var/log/rubik\"",
        "\"cgroupDriver\": \"\"       | cgroupDriver: \"\" is not one of auto, cgroupfs, systemd",
        "\"enabledFeatures\": \"psi\"  | enabledFeatures: \"psi\" is not a list of strings"
      })
  void wrongValueIsAnError(String json, String message) {
    assertEquals(message, error("{" + json + "}"));
  }

  @Test
  void logSizeMayBeAtEitherLimit() throws Exception {
    assertEquals(10, read("{\"logSize\": 10}").logSizeMebibytes());
    assertEquals(1_048_576, read("{\"logSize\": 1048576}").logSizeMebibytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//",
        "/var",
        "/var/log",
        "/var/log/",
        "//var//log//",
        "/var/./log/.",
        "/tmp",
        "/var/tmp",
        "/run",
        "/var/run",
        "/etc",
        "/usr",
        "/root",
        "/home",
        "/opt",
        "/var/lib",
        "/dev/shm"
      })
  void directoryOthersUseIsNoLogDirectory(String directory) {
    assertEquals(
        "logDir: \""
            + directory
            + "\" is shared with other programs, and rubik makes its log directory accessible only"
            + " to root; choose a separate one, such as \"/var/log/rubik\"",
        error("{\"logDir\": \"" + directory + "\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/var/log/rubik", "/var/log/rubik/", "/data/rubik", "/opt/rubik/log"})
  void directoryOfItsOwnIsTaken(String directory) throws Exception {
    assertEquals(directory, read("{\"logDir\": \"" + directory + "\"}").logDir());
  }

  private static AgentConfig read(String json) throws Exception {
    Problems problems = new Problems();
    AgentConfig config = AgentConfig.from(Section.root(JsonText.parse(json), problems));
    problems.throwIfErrors();
    return config;
  }

  private static String error(String json) {
    ConfigException e = assertThrows(ConfigException.class, () -> read(json));
    return String.valueOf(e.getMessage());
  }
}
