package io.rubik.control;

import java.util.Optional;

/**
 * A control in force.
 *
 * @param control its file: {@code kubepods/pod1/cpu.shares}
 * @param owner the feature that set it
 * @param value what it was set to
 * @param original what is restored in the end, empty when nothing is
 */
public record ControlState(
    Subject subject, String control, String owner, String value, Optional<String> original) {}
