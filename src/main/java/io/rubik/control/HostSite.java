package io.rubik.control;

import io.rubik.cgroup.OpenControl;
import io.rubik.cgroup.ValueType;
import io.rubik.host.HostPaths;
import io.rubik.host.KernelFile;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file of the host. */
record HostSite<T>(HostSetting<T> setting, Path file) implements Site<T> {

  /** The host is the same until the next boot. */
  private static final String HOST = "host";

  static <T> HostSite<T> of(HostSetting<T> setting, HostPaths host) {
    return new HostSite<>(setting, host.resolve(setting.path()));
  }

  @Override
  public boolean exists() {
    return Files.exists(file);
  }

  @Override
  public Optional<String> identity() {
    return exists() ? Optional.of(HOST) : Optional.empty();
  }

  @Override
  public Optional<String> hierarchy() {
    return Optional.of(HOST);
  }

  @Override
  public Optional<T> read() throws IOException {
    try {
      return Optional.of(type().parse(KernelFile.read(file).strip()));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      if (!exists()) {
        return Optional.empty();
      }
      throw new IOException(file + ": cannot be read: " + Reason.withoutPath(e), e);
    }
  }

  @Override
  public void writeAndVerify(T value) throws IOException {
    KernelFile.write(file, type().format(value));
    Optional<T> found = read();
    if (found.isPresent() && !found.get().equals(value)) {
      throw new IOException(file + ": wrote " + value + ", reads " + found.get());
    }
  }

  @Override
  public Optional<OpenControl<T>> open() {
    return Optional.empty();
  }

  @Override
  public ValueType<T> type() {
    return setting.type();
  }

  @Override
  public boolean isLasting() {
    return false;
  }

  @Override
  public Address address() {
    return new Address(Address.Kind.HOST, "", setting.path(), "");
  }

  @Override
  public String toString() {
    return setting.path();
  }
}
