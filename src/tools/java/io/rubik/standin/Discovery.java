package io.rubik.standin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Optional;
import mockwebserver3.MockResponse;
import okio.Buffer;

/** The documents from which kubectl discovers what the server has. */
final class Discovery {

  private static final String POD_VERBS =
      "[\"create\",\"delete\",\"get\",\"list\",\"patch\",\"update\",\"watch\"]";

  private Discovery() {}

  /** Returns the document at this path, empty when there is none. */
  static Optional<MockResponse> answer(String path) {
    return switch (path) {
      case "/api" ->
          json(
              """
              {"kind":"APIVersions","versions":["v1"],
               "serverAddressByClientCIDRs":[{"clientCIDR":"0.0.0.0/0","serverAddress":"127.0.0.1"}]}
              """);
      case "/api/v1" ->
          json(
              """
              {"kind":"APIResourceList","groupVersion":"v1","resources":[
               {"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":%s,
                "shortNames":["po"],"categories":["all"]},
               {"name":"pods/eviction","singularName":"","namespaced":true,"group":"policy",
                "version":"v1","kind":"Eviction","verbs":["create"]},
               {"name":"pods/status","singularName":"","namespaced":true,"kind":"Pod",
                "verbs":["get","patch","update"]}]}
              """
                  .formatted(POD_VERBS));
      case "/apis" ->
          json(
              """
              {"kind":"APIGroupList","apiVersion":"v1","groups":[{"name":"policy",
               "versions":[{"groupVersion":"policy/v1","version":"v1"}],
               "preferredVersion":{"groupVersion":"policy/v1","version":"v1"}}]}
              """);
      case "/apis/policy/v1" ->
          json(
              """
              {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"policy/v1","resources":[]}
              """);
      case "/version" ->
          json(
              """
              {"major":"1","minor":"30","gitVersion":"v1.30.0-standin","gitCommit":"","gitTreeState":"clean",
               "buildDate":"2024-01-01T00:00:00Z","goVersion":"","compiler":"","platform":"linux/amd64"}
              """);
      // No bytes are an empty protobuf document: kubectl finds no schema and skips its validation.
      case "/openapi/v2" ->
          Optional.of(
              new MockResponse.Builder()
                  .addHeader(
                      "Content-Type", "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")
                  .body(new Buffer())
                  .build());
      case "/healthz", "/livez", "/readyz" -> Optional.of(Answers.text(200, "ok"));
      default -> Optional.empty();
    };
  }

  private static Optional<MockResponse> json(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    return Optional.of(Answers.json(200, json));
  }
}
