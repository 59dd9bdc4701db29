package io.defenderrelay.microsoft;

/**
 * What Identity Protection thinks of an account.
 *
 * @param state Microsoft's word, such as {@code atRisk} or {@code confirmedCompromised}
 * @param processing whether a change of it is under way
 */
public record RiskState(String state, boolean processing) {}
