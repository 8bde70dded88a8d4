package io.rubik.kube.http;

import java.io.IOException;
import java.lang.reflect.Field;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.internal.connection.RealConnection;
import okhttp3.internal.http2.Http2Connection;
import okhttp3.internal.http2.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Makes an HTTP/2 connection take at most 4 MiB of a response that is not read yet: the client asks
 * for 16 MiB, half of the heap, and has no setting for it. Less would cost time: each half of it is
 * acknowledged by another thread.
 *
 * <p>A server keeps to SETTINGS_INITIAL_WINDOW_SIZE (RFC 9113, 6.9.2), which is sent before the
 * first request.
 */
final class ReceiveWindow implements Interceptor {

  static final int BYTES = 4 << 20;

  private static final Field HTTP2 = field();

  private static Field field() {
    try {
      Field field = RealConnection.class.getDeclaredField("http2Connection");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("another version of okhttp: " + e.getMessage(), e);
    }
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Http2Connection http2 = http2(chain.connection());
    if (http2 != null && http2.getOkHttpSettings().getInitialWindowSize() != BYTES) {
      http2.setSettings(new Settings().set(Settings.INITIAL_WINDOW_SIZE, BYTES));
    }
    return chain.proceed(chain.request());
  }

  /** Returns null on HTTP/1.1, where what is not read stays in the kernel. */
  private static @Nullable Http2Connection http2(@Nullable Connection connection) {
    try {
      return (Http2Connection) HTTP2.get(connection);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
