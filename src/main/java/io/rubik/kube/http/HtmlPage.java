package io.rubik.kube.http;

import io.rubik.text.SafeText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.Response;

/** An answer for people: of a proxy, a load balancer or a login page, but of no API server. */
final class HtmlPage {

  private static final int MAX_TITLE = 60;
  private static final Pattern START =
      Pattern.compile("(?i)\\s*<(!doctype html|html|head|body)\\b");
  private static final Pattern TITLE = Pattern.compile("(?i)<title>\\s*([^<]{1,200})");

  private HtmlPage() {}

  /** Returns whether the header says so. */
  static boolean isDeclared(Response response) {
    MediaType type = response.body().contentType();
    return type != null && type.type().equals("text") && type.subtype().equals("html");
  }

  /** Returns whether the text begins like one. */
  static boolean isOne(String text) {
    return START.matcher(text).lookingAt();
  }

  /** Returns what the page is, with its title if it has one. */
  static String describe(String text) {
    Matcher title = TITLE.matcher(text);
    String named =
        title.find() ? " \"" + SafeText.shortened(title.group(1).strip(), MAX_TITLE) + "\"" : "";
    return "an HTML page" + named + ", not the Kubernetes API: is the server's URL right?";
  }
}
