package io.rubik.kube.credentials;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads the credentials that the host holds at the moment. */
public final class CredentialsSource {

  private final Path hostRoot;
  private final CredentialsLocator locator;
  private final ExecRunner plugins;

  /**
   * Reads nothing yet.
   *
   * @param hostRoot the directory that all paths are below, normally {@code /}
   * @param environment where KUBECONFIG may be set
   * @param execDeadline how long a credential plug-in may run
   */
  public CredentialsSource(Path hostRoot, Map<String, String> environment, Duration execDeadline) {
    this.hostRoot = hostRoot;
    this.locator = new CredentialsLocator(environment);
    this.plugins = new ExecRunner(execDeadline);
  }

  /**
   * Reads all files and runs the credential plug-in if there is one; fails with {@link
   * CredentialsException} when there are no credentials or they cannot be used.
   */
  public Credentials read() throws IOException {
    HostFiles files = new HostFiles(hostRoot);
    Access access = locator.locate(files);
    Optional<ExecCredential> printed =
        access.exec().isPresent()
            ? Optional.of(plugins.run(access.exec().get(), access.origin()))
            : Optional.empty();
    return new Credentials(access, printed, files);
  }
}
