/**
 * What features need of the host, which of several interfaces provides it, and what to do without.
 */
@NullMarked
package io.rubik.capability;

import org.jspecify.annotations.NullMarked;
