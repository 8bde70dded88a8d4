package io.rubik.kube;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The name of this node in the cluster.
 *
 * @param value a DNS-1123 subdomain, so that it is safe in a field selector
 */
public record NodeName(String value) {

  private static final String VARIABLE = "RUBIK_NODE_NAME";
  private static final int MAX_LENGTH = 253;

  /** Fails with {@code IllegalArgumentException} when no node could have that name. */
  public NodeName {
    if (!isSubdomain(value)) {
      throw new IllegalArgumentException(
          "node name \""
              + value
              + "\" is not valid: at most 253 lower-case letters, digits, - and ., each part"
              + " beginning and ending with a letter or digit; set "
              + VARIABLE
              + " to the name \"kubectl get nodes\" shows");
    }
  }

  /**
   * Returns the value of RUBIK_NODE_NAME, else the host name in lower case as kubelet does; fails
   * with {@code IllegalArgumentException} when no node could have that name.
   */
  public static NodeName from(Map<String, String> environment, Path hostRoot) throws IOException {
    String given = environment.getOrDefault(VARIABLE, "").strip();
    return new NodeName(given.isEmpty() ? readHostName(hostRoot).toLowerCase(Locale.ROOT) : given);
  }

  /** Reads the kernel's host name, {@code /proc/sys/kernel/hostname}: one line. */
  private static String readHostName(Path hostRoot) throws IOException {
    try (InputStream in = Files.newInputStream(hostRoot.resolve("proc/sys/kernel/hostname"))) {
      return new String(in.readNBytes(MAX_LENGTH + 2), StandardCharsets.UTF_8).strip();
    }
  }

  @Override
  public String toString() {
    return value;
  }

  private static boolean isSubdomain(String name) {
    return name.length() <= MAX_LENGTH
        && List.of(name.split("\\.", -1)).stream().allMatch(NodeName::isPart);
  }

  private static boolean isPart(String part) {
    return !part.isEmpty()
        && !part.startsWith("-")
        && !part.endsWith("-")
        && part.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }
}
