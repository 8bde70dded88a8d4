package io.rubik.kube.credentials;

import java.util.Optional;

/**
 * What a kubeconfig or a service account says.
 *
 * @param origin what the user knows it by: the kubeconfig's path, or the service account
 * @param server the base URL, https, without a slash at its end
 * @param trust whose certificates are taken as the server's
 * @param tlsServerName the name the server's certificate must hold instead of the URL's host
 * @param exec what to run for a token or a client certificate
 */
record Access(
    String origin,
    String server,
    Trust trust,
    Optional<String> tlsServerName,
    Optional<Secret> token,
    Optional<ClientCertificate> certificate,
    Optional<ExecPlugin> exec) {}
