/** Everything that touches the Kubernetes client. */
@NullMarked
package io.rubik.kube;

import org.jspecify.annotations.NullMarked;
