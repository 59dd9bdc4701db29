package io.defenderrelay.hunting;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;

/** What a template's parameter may be given. */
enum ParameterType {
    STRING("string", "a text of at most 1,024 characters without control characters and line breaks"),
    DATETIME("datetime", "a time with its zone, such as 2026-09-14T10:40:00Z"),
    TIMESPAN(
            "timespan",
            "a duration of at most 30 days in whole days, hours, minutes and seconds, such as P1D or PT30M"),
    INT("int", "a whole number from 0 to 1000000"),
    HASH("hash", "an MD5, SHA-1 or SHA-256 in hexadecimal"),
    IP("ip", "an IPv4 or IPv6 address"),
    EMAIL("email", "an e-mail address or user principal name"),
    DEVICE_ID("device-id", "the id of a device in Defender, 40 hexadecimal digits");

    private final String word;
    private final String rule;

    ParameterType(String word, String rule) {
        this.word = word;
        this.rule = rule;
    }

    static Optional<ParameterType> parse(String word) {
        return Stream.of(values()).filter(type -> type.word.equals(word)).findFirst();
    }

    /** The name that templates and the API use. */
    String word() {
        return word;
    }

    /** What a value must be, for the message that refuses one. */
    String rule() {
        return rule;
    }

    /** The value as one token of KQL; empty when it is not of this type. */
    Optional<String> literal(JsonNode value) {
        return switch (this) {
            case STRING -> KqlLiteral.string(value);
            case DATETIME -> KqlLiteral.datetime(value);
            case TIMESPAN -> KqlLiteral.timespan(value);
            case INT -> KqlLiteral.number(value);
            case HASH -> KqlLiteral.hash(value);
            case IP -> KqlLiteral.ip(value);
            case EMAIL -> KqlLiteral.email(value);
            case DEVICE_ID -> KqlLiteral.deviceId(value);
        };
    }
}
