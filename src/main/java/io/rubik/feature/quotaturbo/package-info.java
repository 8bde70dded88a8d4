/** CPU quotas that follow the idle capacity of the node. */
@NullMarked
package io.rubik.feature.quotaturbo;

import org.jspecify.annotations.NullMarked;
