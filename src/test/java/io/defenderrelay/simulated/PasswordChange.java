package io.defenderrelay.simulated;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** A password that was set: not itself, but its length and SHA-256, and whether it must be changed at the next sign-in. */
public record PasswordChange(Instant at, int length, String sha256, boolean forcesChange) {

    static PasswordChange of(Instant at, String password, boolean forcesChange) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
            return new PasswordChange(at, password.length(), HexFormat.of().formatHex(digest), forcesChange);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
