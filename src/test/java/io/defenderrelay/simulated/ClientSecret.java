package io.defenderrelay.simulated;

import java.security.SecureRandom;

/** Makes secrets for the application, in Microsoft's alphabet. */
final class ClientSecret {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789~._-";

    private ClientSecret() {}

    /** Begins so that one search through all output of the tests tells whether any secret was ever printed. */
    static String random() {
        SecureRandom random = new SecureRandom();
        StringBuilder secret = new StringBuilder("canary~");
        for (int i = 0; i < 33; i++) {
            secret.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return secret.toString();
    }
}
