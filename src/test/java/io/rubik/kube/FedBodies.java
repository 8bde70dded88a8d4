package io.rubik.kube;

import io.rubik.pod.PodAdmission;
import io.rubik.pod.PodFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.tinylog.Logger;

/** Feeds an admission with what an API server might send, by the readers of the daemon. */
public final class FedBodies {

  private final PodAdmission admission;

  /** Feeds that admission. */
  public FedBodies(PodAdmission admission) {
    this.admission = admission;
  }

  /** Takes a text as the answer to a list; one that cannot be used is logged. */
  public void list(String body) {
    try {
      admission.replace(
          PodListReader.read(new ByteArrayInputStream(utf8(body)), PodFixture.KEYS).pods());
    } catch (IOException e) {
      told(e);
    }
  }

  /** Takes a text as a line of a watch; one that cannot be used is logged. */
  public void event(String line) {
    try {
      switch (WatchEventReader.parse(utf8(line), PodFixture.KEYS)) {
        case WatchEvent.Put put -> admission.put(put.manifest());
        case WatchEvent.Delete delete -> admission.remove(delete.manifest());
        case WatchEvent.Bookmark _ -> {}
        case WatchEvent.Unknown unknown ->
            Logger.warn("watch events of the unknown type {} are ignored", unknown.type());
        case WatchEvent.Failure failure -> told(failure(failure.status()));
      }
    } catch (IOException e) {
      told(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ApiFailure failure(ApiStatus status) {
    return new ApiFailure(status.code(), status.message(), Duration.ZERO);
  }

  private static void told(IOException e) {
    Logger.warn("{}", Fault.of(e, "https://10.0.0.1:6443", "/etc/rubik/kubeconfig").message());
  }
}
