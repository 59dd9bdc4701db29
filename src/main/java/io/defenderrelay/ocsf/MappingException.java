package io.defenderrelay.ocsf;

/** A body that is no JSON object, so that there is nothing to map. The minimal event can stand in for it. */
public final class MappingException extends Exception {
    MappingException(String message, Throwable cause) {
        super(message, cause);
    }

    MappingException(String message) {
        super(message);
    }
}
