package io.rubik.daemon;

import io.rubik.standin.StandInServer;
import io.rubik.standin.StandInSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An API server and a node with its kubelet, for a rubik that runs elsewhere on this machine:
 *
 * <pre>
 * NodeMain DIRECTORY PORT NODE
 * </pre>
 *
 * It makes the node's tree in the directory, puts a kubeconfig beside it, and runs until it is
 * killed.
 */
public final class NodeMain {

  private NodeMain() {}

  /** Runs the server and the kubelet. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      System.err.println("usage: NodeMain DIRECTORY PORT NODE");
      System.exit(2);
    }
    Path directory = Path.of(arguments[0]);
    String name = arguments[2];
    StandInSettings settings = StandInSettings.defaults().withPort(Integer.parseInt(arguments[1]));
    StandInServer server = StandInServer.start(settings);
    ScratchNode node = ScratchNode.create(directory, name);
    node.kubeconfig(server.kubeconfig().withToken(server.token()));
    Files.writeString(directory.resolve("token"), server.token());
    new SimulatedKubelet(node, name, server.pods()).play();
  }
}
