package io.rubik.kube.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import org.junit.jupiter.api.Test;

/** How far a server may be ahead of the reader of a response. */
final class ReceiveWindowTest {

  private static final int CHUNK_BYTES = 1 << 16;
  private static final int BODY_BYTES = 12 << 20;

  /** 16 MiB of events that nobody had read yet were held in a heap of 32 MB. */
  @Test
  void serverIsNoFurtherAheadThanTheWindow() throws Exception {
    Body body = new Body();
    try (MockWebServer server = new MockWebServer()) {
      server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
      server.enqueue(new MockResponse.Builder().body("first").build());
      server.enqueue(new MockResponse.Builder().body(body).build());
      server.start();
      OkHttpClient client =
          new OkHttpClient.Builder()
              .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
              .addNetworkInterceptor(new ReceiveWindow())
              .build();
      Request request = new Request.Builder().url(server.url("/")).build();
      // This server, unlike others, takes in the settings while it answers the first request.
      try (Response response = client.newCall(request).execute()) {
        assertEquals("first", response.body().string());
      }
      try (Response response = client.newCall(request).execute()) {
        BufferedSource source = response.body().source();
        while (body.written.get() < ReceiveWindow.BYTES / 2) {
          Thread.onSpinWait();
        }
        for (long read = CHUNK_BYTES; read <= BODY_BYTES; read += CHUNK_BYTES) {
          source.skip(CHUNK_BYTES);
          long ahead = body.written.get() - read;
          assertTrue(ahead <= ReceiveWindow.BYTES + CHUNK_BYTES, ahead + " bytes ahead");
        }
        assertTrue(source.exhausted());
      }
    }
  }

  /** Written as fast as the client allows. */
  private static final class Body implements MockResponseBody {

    private final AtomicLong written = new AtomicLong();

    @Override
    public long getContentLength() {
      return BODY_BYTES;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      byte[] chunk = new byte[CHUNK_BYTES];
      while (written.get() < BODY_BYTES) {
        sink.write(chunk);
        sink.flush();
        written.addAndGet(CHUNK_BYTES);
      }
    }
  }
}
