/** What rubik does on this node at one moment, as data, and the status line made of it. */
@NullMarked
package io.rubik.status;

import org.jspecify.annotations.NullMarked;
