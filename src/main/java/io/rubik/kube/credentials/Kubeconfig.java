package io.rubik.kube.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/** Reads the current context of a kubeconfig. */
final class Kubeconfig {

  private static final List<String> UNSUPPORTED_OF_USER =
      List.of(
          "username", "password", "auth-provider", "as", "as-uid", "as-groups", "as-user-extra");
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private final HostFiles files;
  private final Path path;
  private final Map<String, String> environment;

  Kubeconfig(HostFiles files, Path path, Map<String, String> environment) {
    this.files = files;
    this.path = path;
    this.environment = environment;
  }

  /** Reads the kubeconfig and the files it names. */
  Access access() throws CredentialsException {
    YamlSection config = YamlSection.parse(path.toString(), files.read(path));
    String context =
        config
            .text("current-context")
            .orElseThrow(() ->
                new CredentialsException(
                    path + ": no current-context: set it to the context to use"));
    YamlSection chosen = named(config, "contexts", "context", context);
    YamlSection cluster = named(config, "clusters", "cluster", required(chosen, "cluster"));
    YamlSection user = named(config, "users", "user", required(chosen, "user"));
    warnIfExposed(user);
    return access(cluster, user);
  }

  private Access access(YamlSection cluster, YamlSection user) throws CredentialsException {
    refuseUnsupported(cluster, user);
    String server = ServerUrl.check(required(cluster, "server"), cluster.name("server"));
    Optional<String> tlsServerName = cluster.text("tls-server-name");
    Optional<ProxyAddress> proxy = proxy(cluster, server);
    Optional<Pem> ca = pem(cluster, "certificate-authority");
    Optional<Secret> token = token(user);
    Optional<ClientCertificate> certificate = certificate(user);
    Optional<ExecPlugin> plugin =
        token.isPresent()
            ? Optional.empty()
            : plugin(
                user,
                new ExecInfo.Cluster(
                    server, tlsServerName, cluster.text("proxy-url"), ca.map(Pem::text)));
    if (token.isEmpty() && certificate.isEmpty() && plugin.isEmpty()) {
      throw new CredentialsException(
          user.where()
              + " has no credentials: rubik supports token, tokenFile, client-certificate and exec");
    }
    Trust trust = ca.isPresent() ? Trust.of(ca.get()) : Trust.ofJdk();
    return new Access(
        path.toString(), server, trust, tlsServerName, proxy, token, certificate, plugin);
  }

  /** That of the cluster, whatever NO_PROXY says, else that of the environment. */
  private Optional<ProxyAddress> proxy(YamlSection cluster, String server)
      throws CredentialsException {
    Optional<String> url = cluster.text("proxy-url");
    return url.isPresent()
        ? Optional.of(ProxyAddress.parse(url.get(), cluster.name("proxy-url")))
        : EnvironmentProxy.of(environment, server);
  }

  private static void refuseUnsupported(YamlSection cluster, YamlSection user)
      throws CredentialsException {
    for (String key : UNSUPPORTED_OF_USER) {
      if (user.isSet(key)) {
        throw new CredentialsException(user.name(key) + " is not supported");
      }
    }
    if (cluster.flag("insecure-skip-tls-verify")) {
      throw new CredentialsException(
          cluster.name("insecure-skip-tls-verify")
              + " is refused: TLS is always verified; set certificate-authority instead");
    }
  }

  private Optional<ExecPlugin> plugin(YamlSection user, ExecInfo.Cluster cluster)
      throws CredentialsException {
    Optional<YamlSection> exec = user.section("exec");
    return exec.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ExecPlugin.from(
                exec.get(),
                command -> files.resolveFrom(path, command).toString(),
                environment,
                cluster));
  }

  /** Like client-go, prefers the file. */
  private Optional<Secret> token(YamlSection user) throws CredentialsException {
    Optional<String> file = user.text("tokenFile");
    if (file.isPresent()) {
      Path tokenFile = files.resolveFrom(path, file.get());
      return Optional.of(
          BearerToken.parse(read(tokenFile, user, "tokenFile"), tokenFile.toString()));
    }
    Optional<String> token = user.text("token");
    return token.isEmpty()
        ? Optional.empty()
        : Optional.of(BearerToken.parse(token.get(), user.name("token")));
  }

  private Optional<ClientCertificate> certificate(YamlSection user) throws CredentialsException {
    Optional<Pem> certificate = pem(user, "client-certificate");
    Optional<Pem> key = pem(user, "client-key");
    if (certificate.isEmpty() && key.isEmpty()) {
      return Optional.empty();
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      throw new CredentialsException(
          user.name("client-certificate") + " and client-key: one is set without the other");
    }
    return Optional.of(ClientCertificate.of(certificate.get(), key.get()));
  }

  /** Returns {@code <key>-data}, else the file that {@code <key>} names. */
  private Optional<Pem> pem(YamlSection section, String key) throws CredentialsException {
    Optional<String> data = section.text(key + "-data");
    if (data.isPresent()) {
      String where = section.name(key + "-data");
      return Optional.of(Pem.parse(decoded(data.get(), where), where));
    }
    Optional<String> file = section.text(key);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Path pem = files.resolveFrom(path, file.get());
    return Optional.of(Pem.parse(read(pem, section, key), pem.toString()));
  }

  private byte[] read(Path file, YamlSection section, String key) throws CredentialsException {
    try {
      return files.read(file);
    } catch (CredentialsException e) {
      throw new CredentialsException(section.name(key) + ": " + e.getMessage());
    }
  }

  private static byte[] decoded(String base64, String where) throws CredentialsException {
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new CredentialsException(where + " is not base64");
    }
  }

  private YamlSection named(YamlSection config, String list, String key, String name)
      throws CredentialsException {
    List<YamlSection> found = new ArrayList<>();
    for (YamlSection entry : config.sections(list)) {
      if (entry.text("name").filter(name::equals).isPresent()) {
        found.add(entry);
      }
    }
    if (found.size() > 1) {
      throw new CredentialsException(
          path + ": " + key + " \"" + name + "\" is twice among its " + list + ": remove one");
    }
    if (found.isEmpty()) {
      throw new CredentialsException(
          path + ": " + key + " \"" + name + "\" is not among its " + list);
    }
    YamlSection entry = found.getFirst();
    return entry
        .section(key)
        .orElseThrow(() -> new CredentialsException(entry.name(key) + " is missing"));
  }

  private static String required(YamlSection section, String key) throws CredentialsException {
    return section
        .text(key)
        .orElseThrow(() -> new CredentialsException(section.name(key) + " is missing"));
  }

  private void warnIfExposed(YamlSection user) {
    if (!user.isSet("token") && !user.isSet("client-key-data")) {
      return;
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
        Logger.warn("{} holds secrets and is readable by others than its owner: chmod 600", path);
      }
    } catch (IOException | UnsupportedOperationException e) {
      Logger.debug("permissions of {} cannot be read: {}", path, e.getMessage());
    }
  }
}
