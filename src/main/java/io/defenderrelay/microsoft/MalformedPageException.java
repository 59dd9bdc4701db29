package io.defenderrelay.microsoft;

import java.io.IOException;

/** An answer is not what a list answer must be; the message says how, in our words. */
final class MalformedPageException extends IOException {
    MalformedPageException(String message) {
        super(message);
    }
}
