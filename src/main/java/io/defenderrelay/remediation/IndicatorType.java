package io.defenderrelay.remediation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an indicator recognises. Source: Microsoft Defender for Endpoint, "Indicator resource type". */
enum IndicatorType {
    SHA1("sha1", "FileSha1", "[0-9a-f]{40}", "40 hexadecimal digits"),
    SHA256("sha256", "FileSha256", "[0-9a-f]{64}", "64 hexadecimal digits"),
    MD5("md5", "FileMd5", "[0-9a-f]{32}", "32 hexadecimal digits"),
    CERTIFICATE("certificate", "CertificateThumbprint", "[0-9a-f]{40}", "a thumbprint of 40 hexadecimal digits"),
    IP(
            "ip",
            "IpAddress",
            "((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)|(?=.*:)[0-9a-f:.]{2,45}",
            "one IPv4 or IPv6 address"),
    DOMAIN("domain", "DomainName", "([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{2,63}", "a domain name"),
    URL("url", "Url", "(?i)https?://[!-~]{3,1990}", "a URL that starts with http:// or https://");

    private final String word;
    private final String microsoft;
    private final Pattern pattern;
    private final String rule;

    IndicatorType(String word, String microsoft, String pattern, String rule) {
        this.word = word;
        this.microsoft = microsoft;
        this.pattern = Pattern.compile(pattern);
        this.rule = rule;
    }

    static Set<String> words() {
        return Arrays.stream(values()).map(type -> type.word).collect(Collectors.toSet());
    }

    static IndicatorType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word.equals(word))
                .findFirst()
                .orElseThrow();
    }

    /** Microsoft's word. */
    String microsoft() {
        return microsoft;
    }

    /** The value as it will be sent. */
    String check(String value) {
        String normal = this == URL ? value : value.toLowerCase(Locale.ROOT);
        if (!pattern.matcher(normal).matches()) {
            throw RequestReader.refused("value", "must be " + rule + " for this indicatorType");
        }
        return normal;
    }
}
