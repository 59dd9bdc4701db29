package io.defenderrelay.architecture.planted.attic;

/** Stands in a package that no rule knows, without package-info. */
final class Forgotten {}
