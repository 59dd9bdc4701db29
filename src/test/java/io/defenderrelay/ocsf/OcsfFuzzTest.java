package io.defenderrelay.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.model.Kind;
import java.io.ByteArrayInputStream;
import java.util.List;

/**
 * Whatever bytes a body has, its event is valid and small enough, or it is refused as no object. A usual build replays the
 * corpus beside the test's resources; with {@code JAZZER_FUZZ=1} in the environment Jazzer searches for more.
 */
class OcsfFuzzTest {
    private static final int MOST = 200_000;

    @FuzzTest(maxDuration = "5m")
    void anyBytesAreMappedOrRefused(byte[] body) {
        for (Kind kind : Kind.values()) {
            try {
                byte[] event = new OcsfMapper()
                        .map(Ocsf.facts(kind, "id"), new ByteArrayInputStream(body), List.of())
                        .json();
                JsonNode tree = Ocsf.tree(event);
                assertThat(event.length).isLessThanOrEqualTo(MOST);
                assertThat(Ocsf.faults(tree)).isEmpty();
            } catch (MappingException refused) {
                assertThat(refused).hasMessageStartingWith("The body is n");
            }
        }
    }
}
