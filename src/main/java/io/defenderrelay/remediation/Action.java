package io.defenderrelay.remediation;

import io.defenderrelay.model.ActionKind;
import io.defenderrelay.store.ActionRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is to be done, and to what, as the caller named it. */
sealed interface Action {
    ActionKind kind();

    /** The target in the caller's words. */
    String target();

    /** Everything else that says what is to be done, by the name of the fact. */
    Map<String, String> details();

    /**
     * An action on a device.
     *
     * @param option what Microsoft calls scope or scan type, or the file's SHA-1; null for kinds that have none
     */
    record OnDevice(
            ActionKind kind, String target, @Nullable String option) implements Action {
        @Override
        public Map<String, String> details() {
            return option == null ? Map.of() : Map.of("option", option);
        }
    }

    record OnUser(ActionKind kind, String target) implements Action {
        @Override
        public Map<String, String> details() {
            return Map.of();
        }
    }

    /**
     * An action on delivered mails.
     *
     * @param disposal what is done with them
     */
    record OnMail(String disposal, List<Mail> mails) implements Action {
        public OnMail {
            mails = List.copyOf(mails);
        }

        @Override
        public ActionKind kind() {
            return ActionKind.REMEDIATE_MAIL;
        }

        @Override
        public String target() {
            return mails.size() == 1 ? mails.get(0).text() : mails.size() + " mails";
        }

        @Override
        public Map<String, String> details() {
            return Map.of(
                    "disposal",
                    disposal,
                    "mails",
                    String.join("\n", mails.stream().map(Mail::text).toList()));
        }
    }

    /** One mail in one mailbox. */
    record Mail(String networkMessageId, String recipient) {
        String text() {
            return networkMessageId + " " + recipient;
        }

        static Mail read(String text) {
            int gap = text.indexOf(' ');
            return new Mail(text.substring(0, gap), text.substring(gap + 1));
        }
    }

    /**
     * An indicator to be added or removed.
     *
     * @param type Microsoft's word
     * @param terms title, effect, severity and expiry of an indicator that is added; empty for one that is removed
     */
    record OnIndicator(ActionKind kind, String type, String target, Map<String, String> terms) implements Action {
        public OnIndicator {
            terms = Map.copyOf(terms);
        }

        @Override
        public Map<String, String> details() {
            Map<String, String> details = new LinkedHashMap<>(terms);
            details.put("indicatorType", type);
            return details;
        }
    }

    /** The action of a record. */
    static Action of(ActionRecord record) {
        ActionKind kind = record.kind();
        return switch (kind.subject()) {
            case DEVICE -> new OnDevice(kind, record.required("target"), record.fact("option"));
            case USER -> new OnUser(kind, record.required("target"));
            case MAIL ->
                new OnMail(
                        record.required("disposal"),
                        Arrays.stream(record.required("mails").split("\n", -1))
                                .map(Mail::read)
                                .toList());
            case INDICATOR -> {
                Map<String, String> terms = new LinkedHashMap<>();
                for (String name : List.of("effect", "title", "severity", "expiresAt")) {
                    if (record.fact(name) != null) {
                        terms.put(name, Objects.requireNonNull(record.fact(name)));
                    }
                }
                yield new OnIndicator(kind, record.required("indicatorType"), record.required("target"), terms);
            }
        };
    }
}
