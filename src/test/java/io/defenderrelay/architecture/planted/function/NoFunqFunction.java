package io.defenderrelay.architecture.planted.function;

/** Is called a function and is none. */
final class NoFunqFunction {}
