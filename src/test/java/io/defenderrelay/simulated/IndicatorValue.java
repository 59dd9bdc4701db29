package io.defenderrelay.simulated;

import java.util.regex.Pattern;

/** What the value of an indicator of each type must look like, and the code of the error if it does not. */
enum IndicatorValue {
    FILE_SHA1("FileSha1", "InvalidHashValue", "[0-9a-fA-F]{40}"),
    FILE_SHA256("FileSha256", "InvalidHashValue", "[0-9a-fA-F]{64}"),
    FILE_MD5("FileMd5", "InvalidHashValue", "[0-9a-fA-F]{32}"),
    CERTIFICATE_THUMBPRINT("CertificateThumbprint", "InvalidHashValue", "[0-9a-fA-F]{40}"),
    IP_ADDRESS(
            "IpAddress",
            "InvalidIpAddress",
            "((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}|[0-9a-fA-F]*:[0-9a-fA-F:]+"),
    DOMAIN_NAME("DomainName", "InvalidDomainName", "([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?\\.)+[a-zA-Z][a-zA-Z0-9-]*"),
    URL("Url", "InvalidUrl", "https?://[^\\s/]+(/\\S*)?");

    private final String type;
    private final String code;
    private final Pattern form;

    IndicatorValue(String type, String code, String form) {
        this.type = type;
        this.code = code;
        this.form = Pattern.compile(form);
    }

    /** Throws {@link InvalidQuery} for an unknown type or a value that is not of it. */
    static void check(String type, String value) {
        for (IndicatorValue known : values()) {
            if (known.type.equals(type)) {
                known.check(value);
                return;
            }
        }
        throw new InvalidQuery("InvalidInput", "Indicator type " + type + " is invalid.");
    }

    private void check(String value) {
        if (!form.matcher(value).matches()) {
            throw new InvalidQuery(code, "Indicator value " + value + " is invalid.");
        }
    }
}
