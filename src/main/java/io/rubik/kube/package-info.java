/** Keeps the pods of this node known: lists and watches them at the API server. */
@NullMarked
package io.rubik.kube;

import org.jspecify.annotations.NullMarked;
