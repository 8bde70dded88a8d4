package io.rubik.testing;

import java.nio.file.OpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was done to the files, in order; paths are absolute and normal, links are not followed. */
public final class Recording {
  private final List<Opening> openings = new CopyOnWriteArrayList<>();
  private final List<Write> writes = new CopyOnWriteArrayList<>();
  private final List<Write> refusedWrites = new CopyOnWriteArrayList<>();
  private final List<Change> changes = new CopyOnWriteArrayList<>();
  private final List<String> open = new CopyOnWriteArrayList<>();

  Recording() {}

  /** An attempt to open a file for writing. */
  public record Opening(String path, Set<OpenOption> options) {
    /** Copies the options. */
    public Opening {
      options = Set.copyOf(options);
    }
  }

  /** The text of one write(2), as it was given. */
  public record Write(String path, String text) {}

  /** An attempt to make, delete, move or link a file or a directory. */
  public record Change(String operation, String path) {}

  /** Every attempt, also those that failed. */
  public List<Opening> openings() {
    return List.copyOf(openings);
  }

  /** The writes that the writer saw succeed. */
  public List<Write> writes() {
    return List.copyOf(writes);
  }

  /** The writes that failed. */
  public List<Write> refusedWrites() {
    return List.copyOf(refusedWrites);
  }

  /** Every attempt, also those that failed. */
  public List<Change> changes() {
    return List.copyOf(changes);
  }

  /** The control files that are open now, for reading or writing. */
  public List<String> openNow() {
    return List.copyOf(open);
  }

  /** Forgets all but what is open. */
  public void clear() {
    openings.clear();
    writes.clear();
    refusedWrites.clear();
    changes.clear();
  }

  void opened(String path, Set<? extends OpenOption> options) {
    openings.add(new Opening(path, Set.copyOf(options)));
  }

  void nowOpen(String path) {
    open.add(path);
  }

  void closed(String path) {
    open.remove(path);
  }

  void wrote(String path, String text) {
    writes.add(new Write(path, text));
  }

  void refused(String path, String text) {
    refusedWrites.add(new Write(path, text));
  }

  void changed(String operation, String path) {
    changes.add(new Change(operation, path));
  }
}
