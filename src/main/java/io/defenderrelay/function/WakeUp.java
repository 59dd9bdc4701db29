package io.defenderrelay.function;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.defenderrelay.tenant.Tenant;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What wakes {@code publish}: ticks of its queue, or new pages in the table's stream; a function has one type of event, so
 * this is both. Nothing is taken from it but which tenants there may be something to send for. Source: AWS Lambda Developer
 * Guide, "Using Lambda with Amazon SQS" and "Using Lambda with Amazon DynamoDB".
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record WakeUp(@JsonProperty("Records") @Nullable List<@Nullable Notice> records) {

    /** A message or a stream record. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Notice(
            @Nullable String messageId,
            @Nullable String body,
            @Nullable Change dynamodb) {}

    /** What a stream record says of its item. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Change(@JsonProperty("Keys") @Nullable Keys keys) {}

    /** The key of an item. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Keys(@Nullable Text pk) {}

    /** A text in DynamoDB's words. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Text(@JsonProperty("S") @Nullable String text) {}

    /** The aliases of the tenants, each once, sorted; what names none is passed over. */
    Set<String> tenants() {
        Set<String> tenants = new TreeSet<>();
        for (@Nullable Notice notice : records == null ? List.<@Nullable Notice>of() : records) {
            if (notice != null) {
                alias(notice).ifPresent(tenants::add);
            }
        }
        return tenants;
    }

    private static Optional<String> alias(Notice notice) {
        Keys keys = notice.dynamodb() == null ? null : notice.dynamodb().keys();
        if (keys == null || keys.pk() == null || keys.pk().text() == null) {
            return Tick.read(notice.body());
        }
        String[] parts = keys.pk().text().split("#", -1);
        boolean page = parts.length == 3 && parts[0].equals("F");
        return page ? Optional.of(parts[1]).filter(Tenant::isAlias) : Optional.empty();
    }
}
