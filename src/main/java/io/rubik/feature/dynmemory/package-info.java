/** Limits of offline pods' memory that follow the free memory of the node. */
@NullMarked
package io.rubik.feature.dynmemory;

import org.jspecify.annotations.NullMarked;
