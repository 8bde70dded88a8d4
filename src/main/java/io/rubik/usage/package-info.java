/** What the node and its cgroups use, as /proc and the statistics of cgroups say. */
@NullMarked
package io.rubik.usage;

import org.jspecify.annotations.NullMarked;
