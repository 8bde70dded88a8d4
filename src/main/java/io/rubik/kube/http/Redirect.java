package io.rubik.kube.http;

import io.rubik.text.SafeText;
import okhttp3.HttpUrl;
import okhttp3.Response;

/** An answer that names another place, which rubik does not follow: the token is for the server. */
final class Redirect {

  private static final int MAX_SHOWN = 200;

  private Redirect() {}

  /** Returns where it leads, without what may be secret: user, password, query. */
  static String describe(Response response) {
    String location = response.header("Location");
    HttpUrl url = location == null ? null : response.request().url().resolve(location);
    if (url == null) {
      return "to a place that is no http URL";
    }
    HttpUrl shown = url.newBuilder().username("").password("").query(null).fragment(null).build();
    return "to " + SafeText.shortened(shown.toString(), MAX_SHOWN);
  }
}
