package io.rubik.cgroup;

import io.rubik.host.KernelFile;
import io.rubik.problem.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** One cgroup, which comes and goes as its pod or container does. */
public final class Cgroup {

  private final CgroupTree tree;
  private final String path;

  Cgroup(CgroupTree tree, String path) {
    this.tree = tree;
    this.path = path;
  }

  /** Returns the version of cgroup it is of. */
  public CgroupVersion version() {
    return tree.version();
  }

  /** Returns whether the cgroup is there in the hierarchy of the controller. */
  public boolean exists(Controller controller) {
    return tree.directory(controller, path).filter(Files::isDirectory).isPresent();
  }

  /** Returns whether the cgroup is there and has the control's file. */
  public boolean has(Attribute<?> attribute) {
    return tree.directory(attribute.controller(), path)
        .flatMap(directory -> attribute.file(tree.version()).map(directory::resolve))
        .filter(Files::exists)
        .isPresent();
  }

  /**
   * Returns what distinguishes this cgroup from a later one of the same path, until the next boot;
   * empty when it is not there in the hierarchy of the controller.
   */
  public Optional<String> identity(Controller controller) {
    return tree.directory(controller, path).flatMap(Cgroup::fileKey);
  }

  /**
   * Returns what distinguishes the hierarchy of the cgroup from another one in its place, as after
   * a mount; empty when the controller has none.
   */
  public Optional<String> hierarchy(Controller controller) {
    return tree.hierarchy(controller).flatMap(Cgroup::fileKey);
  }

  private static Optional<String> fileKey(Path directory) {
    try {
      return Optional.ofNullable(
              Files.readAttributes(directory, BasicFileAttributes.class).fileKey())
          .map(Object::toString);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the value of a control, empty when the cgroup is gone. */
  public <T> Optional<T> read(ReadableAttribute<T> attribute) throws IOException {
    Path file = file(attribute);
    Optional<String> text = text(attribute, file, true);
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(attribute, file, text.get()));
  }

  /** A cgroup that exists, but did not when its file was read, has been recreated meanwhile. */
  private Optional<String> text(Attribute<?> attribute, Path file, boolean again)
      throws IOException {
    try {
      return Optional.of(KernelFile.read(file));
    } catch (IOException e) {
      if (!exists(attribute.controller())) {
        return Optional.empty();
      }
      if (again && e instanceof NoSuchFileException) {
        return text(attribute, file, false);
      }
      throwIfNotEnabled(attribute, file, e);
      throw new IOException(file + ": cannot be read: " + Reason.withoutPath(e), e);
    }
  }

  private <T> T parse(ReadableAttribute<T> attribute, Path file, String text) throws IOException {
    ValueReader<T> reader =
        attribute.reader(tree.version()).orElseThrow(() -> new IOException(missing(attribute)));
    try {
      return reader.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": holds \"" + text.strip() + "\": " + e.getMessage(), e);
    }
  }

  /** Opens a control's file to be read repeatedly, as text; fails when the cgroup is gone. */
  public OpenFile openFile(Attribute<?> attribute) throws IOException {
    Path file = file(attribute);
    try {
      return OpenFile.open(file);
    } catch (IOException e) {
      throwIfNotEnabled(attribute, file, e);
      throw new IOException(file + ": cannot be opened: " + Reason.withoutPath(e), e);
    }
  }

  /** Writes a control, in one write, never creating the file. */
  public <T> void write(WritableAttribute<T> attribute, T value) throws IOException {
    Path file = file(attribute);
    String text =
        attribute
            .writer(tree.version())
            .orElseThrow(() -> new IOException(missing(attribute)))
            .format(value);
    try {
      KernelFile.write(file, text);
    } catch (IOException e) {
      throwIfNotEnabled(attribute, file, e);
      throw e;
    }
  }

  /** A file that is missing in a cgroup that is there comes with its controller. */
  private void throwIfNotEnabled(Attribute<?> attribute, Path file, IOException failure)
      throws IOException {
    if (exists(attribute.controller()) && Files.notExists(file)) {
      Optional<ControllerNotEnabledException> reason = tree.notEnabled(attribute, file);
      if (reason.isPresent()) {
        reason.get().initCause(failure);
        throw reason.get();
      }
    }
  }

  /** Opens a control that is to be written repeatedly; fails when the cgroup is gone. */
  public <T> OpenControl<T> open(Setting<T> setting) throws IOException {
    return OpenControl.open(
        file(setting),
        setting.type(tree.version()).orElseThrow(() -> new IOException(missing(setting))));
  }

  /** Writes a control and reads it back; fails when the kernel kept something else. */
  public <T> void writeAndVerify(Setting<T> attribute, T value) throws IOException {
    write(attribute, value);
    Optional<T> found = read(attribute);
    if (found.isPresent() && !found.get().equals(value)) {
      throw new IOException(file(attribute) + ": wrote " + value + ", reads " + found.get());
    }
  }

  /** Returns the control's file; fails on a version of cgroup that has no such control. */
  private Path file(Attribute<?> attribute) throws IOException {
    Path directory =
        tree.directory(attribute.controller(), path)
            .orElseThrow(() -> new IOException(missing(attribute)));
    return directory.resolve(
        attribute.file(tree.version()).orElseThrow(() -> new IOException(missing(attribute))));
  }

  private String missing(Attribute<?> attribute) {
    return tree.describe(attribute) + ": cgroup " + tree.version() + " here has no such control";
  }

  /** Returns {@code kubepods/pod1/cpu.max}, as this version of cgroup names it, for messages. */
  public String name(Attribute<?> attribute) {
    String device =
        attribute instanceof Setting<?> setting && !setting.key().isEmpty()
            ? " " + setting.key()
            : "";
    String file =
        attribute.file(tree.version()).map(name -> name + device).orElseGet(attribute::toString);
    return path.isEmpty() ? file : path + "/" + file;
  }

  /** Returns the path relative to the root of a hierarchy. */
  @Override
  public String toString() {
    return path;
  }
}
