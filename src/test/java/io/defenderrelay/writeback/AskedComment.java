package io.defenderrelay.writeback;

import io.defenderrelay.model.Kind;

/** A comment that a client asks for until it hears that it is posted. */
final class AskedComment {
    final Kind kind;
    final String id;
    final String key;
    boolean posted;

    AskedComment(Kind kind, String id, String key) {
        this.kind = kind;
        this.id = id;
        this.key = key;
    }

    String text() {
        return "Comment of " + key + ".";
    }

    @Override
    public String toString() {
        return "comment " + key + " on " + kind.word() + " " + id;
    }
}
