package io.defenderrelay.remediation;

import io.defenderrelay.model.ActionKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The members that a request for an action has by its kind, with values that are right and values that are not. */
final class RequestMembers {
    private static final Member DEVICE = text("device", 256);
    private static final Member USER = text("user", 256);
    private static final Member ISOLATION = word("isolation", "full", "selective");
    private static final Member SCAN = word("scan", "quick", "full");
    private static final Member SHA1 = hex("sha1", 40);
    private static final Member DISPOSAL = word("disposal", "soft-delete", "hard-delete", "junk", "inbox");
    private static final Member MAILS = mails();
    private static final Member TYPE = word("indicatorType", "domain");
    private static final Member VALUE = value("value", List.of("evil.example.com"), List.of("", " ", "evil"));
    private static final Member EFFECT = word("effect", "allow", "audit", "warn", "block", "remediate");
    private static final Member TITLE = text("title", 100);
    private static final Member SEVERITY = word("severity", "informational", "low", "medium", "high");
    private static final Member EXPIRY = value(
            "expiresAt",
            List.of(
                    "2026-12-31T00:00:00Z",
                    "2026-12-31T23:59Z",
                    "2026-12-31t00:00:00.123456789z",
                    "2026-12-31T00:00:00+18:00",
                    "2026-12-31T00:00:00-01",
                    "2026-12-31T00:00:00+01:00:30"),
            List.of(
                    "",
                    "tomorrow",
                    "2026-12-31",
                    "2026-12-31T00:00:00",
                    "2026-12-31 00:00:00Z",
                    "2026-13-01T00:00:00Z",
                    "2026-12-32T00:00:00Z",
                    "2026-12-31T24:00:00Z",
                    "2026-12-31T00:60:00Z",
                    "2026-12-31T00:00:60Z",
                    "2026-12-31T00:00:00.1234567890Z",
                    "2026-12-31T00:00:00+0100",
                    "2026-12-31T00:00:00+19:00"));
    private static final Member DRY_RUN =
            new Member("dryRun", List.of("true", "false"), List.of("null", "\"true\"", "1", "[]"));

    private RequestMembers() {}

    /** A member; its values are JSON. */
    record Member(String name, List<String> right, List<String> wrong) {
        Member {
            right = List.copyOf(right);
            wrong = List.copyOf(wrong);
        }

        /** A value that is right. */
        String first() {
            return right.get(0);
        }

        private Member orNull() {
            return new Member(name, with(right, "null"), wrong);
        }

        private Member notNull() {
            return new Member(name, right, with(wrong, "null"));
        }

        private static List<String> with(List<String> values, String more) {
            return Stream.concat(values.stream(), Stream.of(more)).toList();
        }
    }

    static List<Member> required(ActionKind kind) {
        Stream<Member> own =
                switch (kind) {
                    case ISOLATE_DEVICE,
                            RELEASE_DEVICE,
                            SCAN_DEVICE,
                            RESTRICT_APP_EXECUTION,
                            UNRESTRICT_APP_EXECUTION,
                            COLLECT_INVESTIGATION_PACKAGE,
                            START_INVESTIGATION -> Stream.of(DEVICE);
                    case STOP_AND_QUARANTINE_FILE -> Stream.of(DEVICE, SHA1);
                    case DISABLE_USER,
                            ENABLE_USER,
                            REVOKE_SESSIONS,
                            FORCE_PASSWORD_CHANGE,
                            CONFIRM_USER_COMPROMISED,
                            DISMISS_USER_RISK -> Stream.of(USER);
                    case REMEDIATE_MAIL -> Stream.of(DISPOSAL, MAILS);
                    case ADD_INDICATOR -> Stream.of(TYPE, VALUE, EFFECT, TITLE);
                    case REMOVE_INDICATOR -> Stream.of(TYPE, VALUE);
                };
        Stream<Member> always = Stream.of(word("kind", kind.word()), text("reason", 500));
        return Stream.concat(always, own).map(Member::notNull).toList();
    }

    static List<Member> optional(ActionKind kind) {
        List<Member> members = new ArrayList<>(List.of(text("ticket", 128).orNull(), DRY_RUN));
        switch (kind) {
            case ISOLATE_DEVICE -> members.add(ISOLATION.orNull());
            case SCAN_DEVICE -> members.add(SCAN.orNull());
            case ADD_INDICATOR -> members.addAll(List.of(SEVERITY.orNull(), EXPIRY.orNull()));
            default -> {}
        }
        return members;
    }

    /** Those of other kinds, and one of none. */
    static List<Member> foreign(ActionKind kind) {
        List<String> own = Stream.concat(required(kind).stream(), optional(kind).stream())
                .map(Member::name)
                .toList();
        List<Member> foreign = new ArrayList<>(List.of(text("colour", 10), text("Reason", 10), text("option", 10)));
        Arrays.stream(ActionKind.values())
                .flatMap(other -> Stream.concat(required(other).stream(), optional(other).stream()))
                .filter(member -> !own.contains(member.name()))
                .forEach(foreign::add);
        return foreign;
    }

    /** The values that each type of indicator has, by the name of the type. */
    static List<Member> indicatorValues() {
        String label = "a".repeat(63);
        return List.of(
                hex("sha1", 40),
                hex("certificate", 40),
                hex("sha256", 64),
                hex("md5", 32),
                value(
                        "ip",
                        List.of("203.0.113.7", "0.0.0.0", "255.255.255.255", "2001:DB8::7", "::", "::ffff:203.0.113.7"),
                        List.of("203.0.113", "203.0.113.256", "203.0.113.7/24", "203.0.113.7.1", "2001:db8::g", "a")),
                value(
                        "domain",
                        List.of("evil.example.com", "EVIL.example", "_dmarc.a-b.co", "xn--e1a.xn--p1ai", label + ".de"),
                        List.of(
                                "evil",
                                ".evil.de",
                                "evil..de",
                                "-evil.de",
                                "evil-.de",
                                "évil.de",
                                "a" + label + ".de")),
                value(
                        "url",
                        List.of("https://evil.example/a?b=c#d", "HTTP://evil.example", "http://" + "a".repeat(1_990)),
                        List.of(
                                "ftp://evil.example",
                                "https://a",
                                "https://a b.de",
                                "https://é.de",
                                "evil.example",
                                "http://" + "a".repeat(1_991))));
    }

    private static Member text(String name, int longest) {
        return value(
                name,
                List.of("Case 4821", "x", "ü".repeat(longest), "a  b"),
                List.of(
                        "",
                        " ",
                        "x".repeat(longest + 1),
                        "a\\nb",
                        "a\\u0000b",
                        "a\\u202eb",
                        "a\\u2028b",
                        "a\\u2029b",
                        "a\\ud800b"));
    }

    private static Member word(String name, String... words) {
        return value(name, List.of(words), List.of("", "other", words[0].toUpperCase(Locale.ROOT)));
    }

    private static Member hex(String name, int digits) {
        String right = "0123456789abcdefABCDEF".repeat(3);
        return value(
                name,
                List.of(right.substring(0, digits)),
                List.of("", right.substring(0, digits - 1), right.substring(0, digits + 1), "g".repeat(digits)));
    }

    /** A member whose values are texts. */
    private static Member value(String name, List<String> right, List<String> wrong) {
        return new Member(
                name,
                right.stream().map(RequestMembers::quoted).toList(),
                Stream.concat(wrong.stream().map(RequestMembers::quoted), Stream.of("1", "true", "{}", "[]"))
                        .toList());
    }

    private static Member mails() {
        String to = "jo@contoso.com";
        String fifty = String.join(
                ",",
                IntStream.rangeClosed(1, 50)
                        .mapToObj(number -> mail(number, to))
                        .toList());
        List<String> right = Stream.of(mail(1, to), fifty, mail(1, "x".repeat(64) + "@" + "y".repeat(190)))
                .map(RequestMembers::list)
                .toList();
        List<String> wrong = new ArrayList<>(List.of("[]", "{}", "\"\"", "1", mail(1, to)));
        Stream.of(
                        fifty + "," + mail(51, to),
                        mail(1, to) + "," + mail(1, to),
                        "null",
                        "{}",
                        "[]",
                        mail(1, to).replace("networkMessageId", "id"),
                        mail(1, to).replace("recipient", "to"),
                        mail(1, to).replace("}", ",\"colour\":\"red\"}"),
                        mail(1, to).replace("-", ""),
                        mail(1, to).replace("4222", "422g"),
                        mail(1, ""),
                        mail(1, "jo"),
                        mail(1, "@contoso.com"),
                        mail(1, "jo@"),
                        mail(1, "j o@contoso.com"),
                        mail(1, "<jo@contoso.com>"),
                        mail(1, "jo@contoso.com, eve@contoso.com"),
                        mail(1, "jo\\u202e@contoso.com"),
                        mail(1, "x".repeat(65) + "@contoso.com"),
                        mail(1, "x@" + "y".repeat(191)))
                .map(RequestMembers::list)
                .forEach(wrong::add);
        return new Member("mails", right, wrong);
    }

    private static String mail(int number, String recipient) {
        return "{\"networkMessageId\":\"0a1B2c3d-1111-4222-8333-%012d\",\"recipient\":\"%s\"}"
                .formatted(number, recipient);
    }

    private static String list(String mails) {
        return "[" + mails + "]";
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
