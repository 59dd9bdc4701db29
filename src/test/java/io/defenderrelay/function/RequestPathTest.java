package io.defenderrelay.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.problem.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @Test
    void segmentsAreDecodedOnce() {
        assertThat(RequestPath.segments("/v1/tenants/acme/alerts/a%2Fb%25%20%C3%A9+ü"))
                .containsExactly("v1", "tenants", "acme", "alerts", "a/b% é+ü");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1/tenants/acme/feed",
                "//v1/tenants/acme/feed",
                "/v1//tenants/acme/feed",
                "/v1/tenants//acme/feed",
                "/v1/tenants/acme/feed/",
                "/",
                "/./v1/tenants/acme/feed",
                "/v1/tenants/acme/../emea/feed",
                "/v1/tenants/acme/%2e%2e/emea/feed",
                "/v1/tenants/acme/%2E./emea/feed",
                "/v1/tenants/acme/.%2e/emea/feed",
                "/v1/tenants/acme/./feed",
                "/v1/tenants/acme/%2e/feed",
                "/v1/tenants/%61cme/feed",
                "/v1/tenants/acme%2Ffeed",
                "/v1/tenants/acme%00/feed",
                "/v1/tenants/acme/alerts/%",
                "/v1/tenants/acme/alerts/%4",
                "/v1/tenants/acme/alerts/%zz",
                "/v1/tenants/acme/alerts/%-1",
                "/v1/tenants/acme/alerts/%c0%af",
                "/v1/tenants/acme/alerts/%ed%a0%80",
                "/v1/tenants/acme/alerts/%ff"
            })
    void pathThatCouldBeReadInTwoWaysIsRefused(String path) {
        assertThatThrownBy(() -> RequestPath.segments(path)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void hugePathIsRefused() {
        assertThatThrownBy(() -> RequestPath.segments("/a".repeat(2_000))).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void routesOfOneMethodMatchTheirOwnTemplatesAlone() {
        for (Route route : Route.values()) {
            String path = route.template().replace("{", "").replace("}", "");
            for (Route other : Route.values()) {
                boolean matched = other.match(RequestPath.segments(path)).isPresent();
                assertThat(matched && other.method().equals(route.method())).isEqualTo(route == other);
            }
        }
    }
}
