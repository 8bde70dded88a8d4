/** CPU time saved up for bursts beyond the quota. */
@NullMarked
package io.rubik.feature.quotaburst;

import org.jspecify.annotations.NullMarked;
