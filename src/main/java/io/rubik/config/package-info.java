/** The configuration file: typed sections, every problem collected. */
@NullMarked
package io.rubik.config;

import org.jspecify.annotations.NullMarked;
