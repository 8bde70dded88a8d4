package io.rubik.cgroup;

/** The line of one device in a file of such lines: {@code 8:0 1048576}. */
record DeviceLine<T>(Device device, LineType<T> form) implements ValueType<T> {

  /** Takes the whole file's text. */
  @Override
  public T parse(String text) {
    String start = device + " ";
    return form.parse(
        text.lines()
            .filter(line -> line.startsWith(start))
            .map(line -> line.substring(start.length()).strip())
            .findFirst());
  }

  @Override
  public String format(T value) {
    return device + " " + form.format(value);
  }
}
