/** What rubik sets in cgroups: who owns a control, what it was before, and who else changes it. */
@NullMarked
package io.rubik.control;

import org.jspecify.annotations.NullMarked;
