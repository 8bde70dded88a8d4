package io.rubik.feature.rulebreaker;

import io.kubernetes.client.openapi.ApiClient;

/** Only the package kube may know the client. */
public final class ImportsKubernetesClient {

  String basePath(ApiClient client) {
    return client.getBasePath();
  }
}
