package io.defenderrelay.architecture.planted.alert.cellar;

/** Stands below a room instead of in it. */
final class Hidden {}
