package io.defenderrelay.function;

import static io.defenderrelay.feed.WrittenLog.titled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.aws.Table;
import io.defenderrelay.feed.WrittenLog;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.model.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TenantSeparationTest {
    private static final List<String> TENANTS = List.of("acme", "emea");
    private static final int CALLS = 400;

    private final Table table = LocalAws.table();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:00Z"));
    private final ApiFunction function = new ApiFunction(ReadApis.over(table, clock));
    private final ObjectMapper json = new ObjectMapper();
    private final List<String> tokens = new ArrayList<>();

    @Test
    void noAnswerToOneTenantHoldsAnythingOfAnother() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TENANTS.forEach(this::fill);
        tokens.add("");
        int answered = 0;

        for (int call = 0; call < CALLS; call++) {
            String tenant = TENANTS.get(random.nextInt(2));
            String other = TENANTS.get(1 - TENANTS.indexOf(tenant));
            String path = path(tenant, random);
            String query = query(random);
            APIGatewayV2HTTPResponse response = function.api(ReadApis.get(path, query));
            JsonNode body = json.readTree(response.getBody());
            remember(body.path("next").asText());
            answered += response.getStatusCode() == 200 ? 1 : 0;

            assertThat(response.getBody())
                    .as("seed %d, %s?%s", seed, path, query)
                    .doesNotContain("SECRET-OF-" + other)
                    .doesNotContain("Tenant " + other);
            assertThat(new String(tryDecode(body.path("next").asText()), UTF_8)).doesNotContain(other);
            assertThat(response.getStatusCode()).isIn(200, 400, 404);
        }

        assertThat(answered).isGreaterThan(CALLS / 10);
    }

    private void fill(String alias) {
        WrittenLog log = new WrittenLog(table, clock, alias, 30);
        List<List<Finding>> pages = new ArrayList<>();
        for (int version = 1; version <= 12; version++) {
            List<Finding> page = new ArrayList<>();
            for (String id : List.of("a", "b", "only-" + alias)) {
                page.add(titled(id, version, "SECRET-OF-" + alias + "-" + version));
            }
            pages.add(page);
        }
        log.commitEach(pages);
    }

    private static String path(String tenant, Random random) {
        String id = List.of("a", "b", "only-acme", "only-emea", "a%23x", "..%2Femea%2Fa", "%23emea%23a")
                .get(random.nextInt(7));
        String alert = "/v1/tenants/" + tenant + "/alerts/" + id;
        int revision = 1 + random.nextInt(13);
        return switch (random.nextInt(7)) {
            case 0 -> "/v1/tenants/" + tenant + "/status";
            case 1 -> alert;
            case 2 -> alert + "/revisions";
            case 3 -> alert + "/revisions/" + revision;
            case 4 -> alert + "/revisions/" + revision + "/parts";
            default -> "/v1/tenants/" + tenant + "/feed";
        };
    }

    private String query(Random random) {
        String query = random.nextBoolean() ? "" : "limit=" + (1 + random.nextInt(9));
        String token = tokens.get(random.nextInt(tokens.size()));
        if (random.nextInt(3) > 0 || token.isEmpty()) {
            return random.nextInt(3) > 0 ? "" : query;
        }
        return (query.isEmpty() ? "" : query + "&") + "after=" + token;
    }

    private void remember(String token) {
        if (!token.isEmpty()) {
            tokens.add(token);
        }
    }

    private static byte[] tryDecode(String token) {
        return Base64.getUrlDecoder().decode(token.getBytes(UTF_8));
    }
}
