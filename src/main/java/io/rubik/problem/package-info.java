/** How failures are collected, described and reported. */
@NullMarked
package io.rubik.problem;

import org.jspecify.annotations.NullMarked;
