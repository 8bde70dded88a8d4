/** HTTPS to the API server by the Kubernetes client without its JSON. */
@NullMarked
package io.rubik.kube.http;

import org.jspecify.annotations.NullMarked;
