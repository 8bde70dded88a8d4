package io.rubik.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the script of a {@link KernelRule} in a cgroup, real or in memory. */
final class KernelRuleScript {
  private static final Pattern LINE = Pattern.compile("(\\S+)( '(.*)')? -> (.*)");

  private final Path cgroup;

  KernelRuleScript(Path cgroup) {
    this.cgroup = cgroup;
  }

  /** The files that a script touches. */
  static List<String> files(String script) {
    return script.lines().map(line -> match(line).group(1)).distinct().toList();
  }

  /** Makes the child cgroups that the script names; returns the script with what was observed. */
  String run(String script) throws IOException {
    for (String file : files(script)) {
      Files.createDirectories(Objects.requireNonNull(cgroup.resolve(file).getParent()));
    }
    StringBuilder observed = new StringBuilder();
    for (String line : script.lines().toList()) {
      Matcher step = match(line);
      String before = line.substring(0, step.start(4));
      observed.append(before).append(step(step.group(1), step.group(3))).append("\n");
    }
    return observed.toString();
  }

  private String step(String file, @Nullable String text) throws IOException {
    String before = read(file);
    if (text == null) {
      return before;
    }
    try {
      write(file, text.replace("\\n", "\n"));
    } catch (IOException e) {
      return errno(e) + (read(file).equals(before) ? "" : ", though it now reads " + read(file));
    }
    return read(file);
  }

  private String read(String file) throws IOException {
    return Files.readString(cgroup.resolve(file)).stripTrailing();
  }

  private void write(String file, String text) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            cgroup.resolve(file), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static String errno(IOException e) {
    return Arrays.stream(Errno.values())
        .filter(errno -> errno.message().equals(e.getMessage()))
        .map(Errno::name)
        .collect(Collectors.collectingAndThen(Collectors.joining(), n -> n.isEmpty() ? e + "" : n));
  }

  private static Matcher match(String line) {
    Matcher step = LINE.matcher(line);
    if (!step.matches()) {
      throw new IllegalArgumentException("not a step: " + line);
    }
    return step;
  }
}
