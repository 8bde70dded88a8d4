package io.rubik.logging;

import org.tinylog.core.LogEntry;

/** Where an event was logged, as in {@code File.java:123:method()}. */
record Location(String file, int line, String method) {

  /**
   * Returns the place an entry names. A lambda counts as the method that holds it, a constructor
   * has the name of its class, a static initializer is {@code static}; an unknown line is 0.
   */
  static Location of(LogEntry entry) {
    String type = simpleName(entry.getClassName());
    String file = entry.getFileName() == null ? type : entry.getFileName();
    return new Location(
        file, Math.max(0, entry.getLineNumber()), method(type, entry.getMethodName()));
  }

  private static String method(String type, String name) {
    String method = enclosing(name);
    return switch (method) {
      case "<init>", "new" -> type;
      case "<clinit>" -> "static";
      default -> method;
    };
  }

  /**
   * The compiler names a lambda {@code lambda$start$0}, or {@code lambda$new$0} in a constructor.
   */
  private static String enclosing(String name) {
    if (!name.startsWith("lambda$")) {
      return name;
    }
    int start = "lambda$".length();
    int end = name.indexOf('$', start);
    return end > start ? name.substring(start, end) : name;
  }

  private static String simpleName(String className) {
    return className.substring(
        Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
  }
}
