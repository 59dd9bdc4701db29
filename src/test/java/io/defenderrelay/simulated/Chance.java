package io.defenderrelay.simulated;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Seeded chance: the ids, hashes, names and addresses that alerts are full of. Not for many threads. */
final class Chance {

    private static final String HEX = "0123456789abcdef";
    private static final List<String> GIVEN = List.of(
            "adele", "nadia", "miguel", "yuki", "samir", "ingrid", "pavel", "lucia", "oren", "tessa", "quentin",
            "amara", "bjorn", "chloe", "devi", "elias", "farah", "goran", "hana", "ivo", "jonas", "keira", "lars",
            "mina");
    private static final List<String> FAMILY = List.of(
            "vance", "roy", "santos", "tanaka", "haddad", "berg", "novak", "romano", "levi", "brandt", "moreau",
            "okafor", "lund", "dubois", "sharma", "petrou", "rahimi", "kovac", "suzuki", "horvat", "weber", "walsh",
            "nilsson");
    private static final List<String> WORDS = List.of(
            "invoice",
            "update",
            "report",
            "payroll",
            "meeting",
            "budget",
            "delivery",
            "account",
            "password",
            "contract",
            "shipment",
            "review",
            "backup",
            "sync",
            "portal",
            "archive",
            "ledger",
            "forecast",
            "notes",
            "travel");

    private final SplittableRandom random;

    Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** From 0 to bound, the bound left out. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    long below(long bound) {
        return random.nextLong(bound);
    }

    /** True in so many of a hundred cases. */
    boolean percent(int cases) {
        return random.nextInt(100) < cases;
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String of(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    String hex(int length) {
        StringBuilder text = new StringBuilder(length);
        long bits = 0;
        for (int i = 0; i < length; i++) {
            if (i % 16 == 0) {
                bits = random.nextLong();
            }
            text.append(HEX.charAt((int) (bits & 15)));
            bits >>>= 4;
        }
        return text.toString();
    }

    /** A version 4 UUID. */
    String guid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
        return new UUID(high, low).toString();
    }

    String word() {
        return of(WORDS);
    }

    /** A mailbox or account name such as {@code nadia.roy41}. */
    String account() {
        return of(GIVEN) + "." + of(FAMILY) + below(400);
    }

    String displayName(String account) {
        String name = account.replaceAll("\\d", "").replace('.', ' ');
        int blank = name.indexOf(' ');
        return Character.toUpperCase(name.charAt(0))
                + name.substring(1, blank + 1)
                + Character.toUpperCase(name.charAt(blank + 1))
                + name.substring(blank + 2);
    }

    String host() {
        return of("fin", "eng", "hr", "ops", "lab", "dev") + "-" + of("lt", "ws", "srv", "vm") + "-" + hex(6);
    }

    String privateAddress() {
        return "10." + below(256) + "." + below(256) + "." + between(1, 254);
    }

    /** From the ranges kept for documentation. */
    String publicAddress() {
        return of("192.0.2.", "198.51.100.", "203.0.113.") + between(1, 254);
    }

    String domain() {
        return word() + "-" + hex(5) + "." + of("fabrikam", "northwind", "tailspin") + ".example";
    }

    String url() {
        return "https://" + domain() + "/" + word() + "/" + hex(12);
    }

    String macAddress() {
        return hex(12).replaceAll("(..)(?!$)", "$1:");
    }

    String sid() {
        return "S-1-5-21-" + between(100000000, 2000000000) + "-" + between(100000000, 2000000000) + "-"
                + between(100000000, 2000000000) + "-" + between(1000, 9999);
    }
}
