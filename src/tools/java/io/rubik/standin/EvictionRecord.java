package io.rubik.standin;

/**
 * An eviction that was asked for.
 *
 * @param uid the UID of the eviction's precondition, "" when it has none
 * @param user who asked
 * @param granted false when it was refused
 */
public record EvictionRecord(
    String namespace, String name, String uid, String user, boolean granted) {}
