package io.rubik.kube;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rubik.kube.credentials.HostRoot;
import io.rubik.kube.http.ApiServer;
import io.rubik.kube.http.TestTimeouts;
import io.rubik.pod.PodFixture;
import io.rubik.standin.Fault;
import io.rubik.standin.FaultKind;
import io.rubik.standin.PodJson;
import io.rubik.standin.RequestRecord;
import io.rubik.standin.StandInServer;
import io.rubik.standin.StandInSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A stand-in API server, and an informer of node n1 that follows it. */
final class InformedNode implements AutoCloseable {

  static final String KUBECONFIG = "/etc/rubik/kubeconfig";
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final RecordedPods pods = new RecordedPods();
  final StandInServer standIn;
  final HostRoot host;
  final ApiServer server;
  private final CountDownLatch complete = new CountDownLatch(1);

  private InformedNode(Path root, StandInSettings settings, Connect connect) throws IOException {
    standIn = StandInServer.start(settings);
    host = new HostRoot(root);
    host.with(KUBECONFIG, standIn.kubeconfig().withToken(standIn.token()));
    server = connect.to(root);
  }

  InformedNode(Path root) throws IOException {
    this(root, StandInSettings.defaults(), host -> ApiServer.connect(host, Map.of(), "1"));
  }

  /** Returns one whose time-outs are short. */
  static InformedNode impatient(Path root, StandInSettings settings) throws IOException {
    return new InformedNode(root, settings, TestTimeouts::impatient);
  }

  /** Finds the credentials below a host root. */
  private interface Connect {
    ApiServer to(Path root) throws IOException;
  }

  static Timing withoutPauses() {
    return new Timing(System::nanoTime, pause -> {}, () -> 0.5);
  }

  /** Returns an informer, not started yet. */
  PodInformer informer(Timing timing) {
    return new PodInformer(
        server, new NodeName("n1"), PodFixture.KEYS, pods.admission(), complete::countDown, timing);
  }

  /** Returns an informer that makes no pauses, started, and with a watch open. */
  PodInformer watching() throws InterruptedException {
    PodInformer informer = informer(withoutPauses());
    informer.start();
    awaitComplete();
    awaitWatches(1);
    return informer;
  }

  /** Puts a pod of this node. */
  void put(String name) {
    standIn.pods().put(PodJson.pod("a", name).node("n1").running("main"));
  }

  void inject(FaultKind kind, int times) {
    standIn.faults().inject(Fault.of(kind).times(times));
  }

  void awaitComplete() throws InterruptedException {
    assertTrue(complete.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  /** Waits until that many watches have been asked for since the server was made. */
  void awaitWatches(int count) throws InterruptedException {
    assertTrue(standIn.requests().await(RequestRecord::isWatch, count, PATIENCE));
  }

  /** Waits until that many lists have been asked for since the server was made. */
  void awaitLists(int count) throws InterruptedException {
    assertTrue(standIn.requests().await(RequestRecord::isList, count, PATIENCE));
  }

  /** Puts a pod, and waits until it is known. */
  void seesNewPod(String name) throws InterruptedException {
    put(name);
    pods.await("added a/" + name);
  }

  @Override
  public void close() {
    server.close();
    standIn.close();
  }
}
