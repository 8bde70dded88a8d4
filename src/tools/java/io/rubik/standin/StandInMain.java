package io.rubik.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The stand-in as a process of its own, on loopback:
 *
 * <pre>
 * StandInMain DIRECTORY [PORT [NODE PODS]]
 * </pre>
 *
 * It writes {@code kubeconfig} and {@code token} to the directory, holds PODS full-size pods on
 * NODE, prints the path of the kubeconfig and runs until it is killed.
 */
public final class StandInMain {

  private StandInMain() {}

  /** Runs the server. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 0 || arguments.length == 3 || arguments.length > 4) {
      System.err.println("usage: StandInMain DIRECTORY [PORT [NODE PODS]]");
      System.exit(2);
    }
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    StandInServer server = StandInServer.start(StandInSettings.defaults().withPort(port));
    if (arguments.length == 4) {
      fill(server.pods(), arguments[2], Integer.parseInt(arguments[3]));
    }
    Path kubeconfig = directory.resolve("kubeconfig");
    Files.writeString(directory.resolve("token"), server.token());
    Files.writeString(kubeconfig, server.kubeconfig().withToken(server.token()));
    System.out.println(kubeconfig);
    new CountDownLatch(1).await();
  }

  private static void fill(PodRegistry pods, String node, int count) {
    for (int i = 0; i < count; i++) {
      pods.put(PodJson.pod("default", "pod-" + i).node(node).running("main").fullSize());
    }
  }
}
