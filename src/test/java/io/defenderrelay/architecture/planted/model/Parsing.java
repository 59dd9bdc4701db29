package io.defenderrelay.architecture.planted.model;

import com.fasterxml.jackson.databind.JsonNode;

/** Knows a library in the room that knows none. */
record Parsing(JsonNode node) {}
