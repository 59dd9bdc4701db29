package io.defenderrelay.hunting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The templates that hunts can be asked by. Each is read when it is asked for: most hunts need one, most runs none. */
public final class HuntTemplates {
    /** Named here, for a native binary cannot list the folder. */
    private static final List<String> NAMES = List.of(
            "account-device-logons",
            "alert-evidence",
            "device-logons",
            "device-timeline",
            "email-by-message-id",
            "emails-by-link-domain",
            "emails-by-sender",
            "emails-by-subject",
            "file-by-hash",
            "mail-forwarding-rules",
            "network-to-domain",
            "network-to-ip",
            "password-spray",
            "processes-by-command-line",
            "processes-by-hash",
            "url-clicks-by-url",
            "url-clicks-of-user",
            "user-cloud-activity",
            "user-logons",
            "user-sign-ins");

    /** All, sorted by name. */
    List<HuntTemplate> all() {
        return NAMES.stream().map(HuntTemplates::read).toList();
    }

    Optional<HuntTemplate> find(String name) {
        return NAMES.contains(name) ? Optional.of(read(name)) : Optional.empty();
    }

    private static HuntTemplate read(String name) {
        String file = "/hunts/" + name + ".kql";
        try (InputStream in = HuntTemplates.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The artifact lacks " + file);
            }
            return TemplateFile.read(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
