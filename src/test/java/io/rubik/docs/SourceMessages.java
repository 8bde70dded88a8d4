package io.rubik.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The messages in Java source: string literals in one piece, however they are broken into lines.
 */
record SourceMessages(String source) {

  /** Where a text is broken into two lines of source. */
  private static final Pattern BREAK = Pattern.compile("(?<!\\\\)\"\\s*\\+\\s*\"");

  /** Calls whose texts an administrator may see as a warning or an error. */
  private static final Pattern CALL =
      Pattern.compile(
          "\\b(Logger\\.(warn|error)|(Problem|problems)\\.(warning|error)|warnings\\.add"
              + "|errors\\.error|event|reject|wrong|failure|new (Fault|Refuse"
              + "|(Unavailable|Start|Config|Credentials|Syntax|Held|MalformedBody|Journal|IO|EOF|SocketTimeout"
              + "|InterruptedIO|GeneralSecurity)Exception))"
              + "\\(");

  /** What an administrator does not see. */
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*\\*.*?\\*/|(?m:^\\s*//[^\n]*$)");

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

  private static final Pattern WORD = Pattern.compile("[a-z]{3}|[a-z]{2} .*[a-z]{2}");

  /** Between what a message is about and what is wrong. */
  private static final Pattern PUNCTUATION = Pattern.compile("^[\\s:;,]+|[\\s:;,]+$");

  /** A text of several words says more than one name, however long. */
  private static final Comparator<String> LONGEST =
      Comparator.<String>comparingInt(part -> part.contains(" ") ? 1 : 0)
          .thenComparingInt(String::length);

  private static final Pattern QUOTED = Pattern.compile("`([^`]* [^`]*)`");

  SourceMessages {
    source = BREAK.matcher(COMMENT.matcher(source).replaceAll("")).replaceAll("");
  }

  /** Reads all files of a directory. */
  static SourceMessages read(Path directory) throws IOException {
    StringBuilder source = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        source.append(Files.readString(file));
      }
    }
    return new SourceMessages(source.toString());
  }

  /** Returns the code with a space in it that is in the first column of a page's tables. */
  static List<String> quotedOn(String page) {
    List<String> quoted = new ArrayList<>();
    for (String line : page.lines().filter(line -> line.startsWith("| ")).toList()) {
      for (Matcher code = QUOTED.matcher(line.split(" \\| ", 2)[0]); code.find(); ) {
        quoted.add(code.group(1));
      }
    }
    return quoted;
  }

  /**
   * Returns whether the source has each part of a message between what differs from case to case,
   * which is written as … or as a number.
   */
  boolean has(String message) {
    String unescaped = unescaped(source);
    return Stream.of(message.split("…|\\b\\d+\\b"))
        .map(part -> PUNCTUATION.matcher(part).replaceAll(""))
        .allMatch(unescaped::contains);
  }

  /** Returns the longest constant part of each warning and error that has one. */
  List<String> reported() {
    List<String> reported = new ArrayList<>();
    for (Matcher call = CALL.matcher(source); call.find(); ) {
      literals(call.end()).stream()
          .flatMap(literal -> Arrays.stream(literal.split("\\{}|\\\\n")))
          .map(String::strip)
          .filter(part -> WORD.matcher(part).find())
          .max(LONGEST)
          .ifPresent(reported::add);
    }
    return reported.stream().distinct().toList();
  }

  /** Returns those of the reported that no message of the page holds. */
  List<String> missingOn(String page) {
    List<String> quoted = quotedOn(page);
    return reported().stream()
        .filter(part -> quoted.stream().noneMatch(message -> message.contains(part)))
        .toList();
  }

  /** Returns the literals among the arguments of a call, up to its closing parenthesis. */
  private List<String> literals(int start) {
    List<String> literals = new ArrayList<>();
    Matcher literal = LITERAL.matcher(source);
    int depth = 1;
    for (int at = start; depth > 0 && at < source.length(); at++) {
      char c = source.charAt(at);
      if (c == '"' && literal.region(at, source.length()).lookingAt()) {
        literals.add(unescaped(literal.group(1)));
        at = literal.end() - 1;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
    }
    return literals;
  }

  private static String unescaped(String text) {
    return text.replace("\\\"", "\"");
  }
}
