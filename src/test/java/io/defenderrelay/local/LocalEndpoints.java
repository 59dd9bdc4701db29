package io.defenderrelay.local;

import java.net.URI;
import java.util.Optional;

/** Where the local AWS services listen; as one line it passes from process to process. */
public record LocalEndpoints(URI dynamoDb, URI sqs, URI secretsManager) {
    private static final String MARK = "LOCAL-AWS";

    String line() {
        return String.join(" ", MARK, dynamoDb.toString(), sqs.toString(), secretsManager.toString());
    }

    static Optional<LocalEndpoints> parse(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 4 || !parts[0].equals(MARK)) {
            return Optional.empty();
        }
        return Optional.of(new LocalEndpoints(URI.create(parts[1]), URI.create(parts[2]), URI.create(parts[3])));
    }
}
