package io.rubik.kube.credentials;

import java.util.Optional;

/**
 * What a kubeconfig or a service account says.
 *
 * @param origin the kubeconfig's path, or the service account, for messages
 * @param server the base URL, https, without a slash at its end
 * @param trust the authorities that may have signed the server's certificate
 * @param tlsServerName the name the server's certificate must hold instead of the URL's host
 * @param proxy that opens the connections to the server, empty for none
 * @param exec the credential plug-in that prints a token or a client certificate
 */
record Access(
    String origin,
    String server,
    Trust trust,
    Optional<String> tlsServerName,
    Optional<ProxyAddress> proxy,
    Optional<Secret> token,
    Optional<ClientCertificate> certificate,
    Optional<ExecPlugin> exec) {}
