package io.defenderrelay.model;

import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param principal the stable part of what AWS knows of the caller
 * @param onBehalfOf whom the caller says it asks for; nobody checked that
 */
public record Requester(String principal, @Nullable String onBehalfOf) {}
