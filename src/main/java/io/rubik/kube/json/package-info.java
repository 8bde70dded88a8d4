/** Reads the few fields of pods, lists and watch events that rubik uses. */
@NullMarked
package io.rubik.kube.json;

import org.jspecify.annotations.NullMarked;
