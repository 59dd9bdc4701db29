package io.defenderrelay.sync;

import io.defenderrelay.microsoft.FindingCollection;
import io.defenderrelay.model.Kind;

/** What differs from feed to feed. */
public record SyncFeed(Kind kind, FindingCollection collection) {}
