package io.defenderrelay.microsoft;

import java.time.Instant;
import java.util.List;

/** The indicators of Defender for Endpoint in any tenant. Source: Microsoft Defender for Endpoint, "Indicators API". */
public final class Indicators {
    final Graph graph;

    public Indicators(Graph graph) {
        this.graph = graph;
    }

    /** Those with this value and type that the application may see, at most 100. */
    public List<Indicator> find(SignIn signIn, String type, String value, Instant deadline) {
        return List.of();
    }

    /** Creates the indicator, or changes the one with the same type and value: safe to repeat. */
    public Submission submit(SignIn signIn, Indicator indicator, Instant deadline) {
        return new Submission.Unclear("The relay cannot do this yet");
    }

    /** Deletes the indicator with this id of Microsoft's; one that is gone is refused as not found. */
    public Submission delete(SignIn signIn, String id, Instant deadline) {
        return new Submission.Unclear("The relay cannot do this yet");
    }
}
