package io.rubik.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes config.json files, from nearly sound to absurd. */
final class RandomConfigs {

  private final RandomGenerator random;
  private final RandomJson json;
  private final Mutation mutation;

  RandomConfigs(RandomGenerator random) {
    this.random = random;
    this.json = new RandomJson(random);
    this.mutation = new Mutation(random);
  }

  /** Returns the bytes of a file. */
  byte[] next() {
    String sound =
        RandomJson.object(
            List.of(
                json.member("agent", agent()),
                json.member("preemption", preemption()),
                random.nextInt(5) > 0 ? "" : json.member("psi", json.any())));
    return random.nextBoolean() ? sound.getBytes(UTF_8) : mutation.bytes(sound);
  }

  private String agent() {
    return RandomJson.object(
        List.of(
            json.member("logDriver", any("\"stdio\"", "\"file\"", "\"stdout\"")),
            json.member("logDir", any("\"/var/log/rubik\"", "\"/a/../b\"", "\"log\"")),
            json.member("logSize", any("10", "1048576", "1048577", "1e3", "10.5")),
            json.member("logLevel", any("\"debug\"", "\"warn\"", "\"WARN\"")),
            json.member("cgroupRoot", any("\"/sys/fs/cgroup\"", "\"\"")),
            json.member("cgroupDriver", any("\"systemd\"", "\"cgroupfs\"")),
            json.member("informerType", any("\"apiserver\"", "\"nri\"")),
            json.member("enabledFeatures", list("\"preemption\"", "\"psi\"", "\"premption\""))));
  }

  private String preemption() {
    return RandomJson.object(
        List.of(
            json.member("resource", list("\"cpu\"", "\"memory\"", "\"net\"")),
            json.member("enableMemcgQos", any("true", "false", "1"))));
  }

  private String any(String... values) {
    return random.nextInt(12) == 0 ? json.any() : values[random.nextInt(values.length)];
  }

  private String list(String... values) {
    List<String> elements = new ArrayList<>();
    for (int left = random.nextInt(3); left >= 0; left--) {
      elements.add(any(values));
    }
    return RandomJson.array(elements);
  }
}
