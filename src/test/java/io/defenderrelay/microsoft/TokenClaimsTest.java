package io.defenderrelay.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {
    private static final String ROOT = "https://graph.microsoft.com";

    @Test
    void tokenOfTheTenantForGraphIsNotExcluded() {
        TokenClaims claims = TokenClaims.of(jwt(TokenStub.recorded("graph-claims")));

        assertThat(claims.members()).isNotNull();
        assertThat(claims.excludesTenant("0F1E2D3C-4b5a-4687-9786-a5b4c3d2e1f0"))
                .isFalse();
        assertThat(claims.excludesTenant("11111111-4b5a-4687-9786-a5b4c3d2e1f0"))
                .isTrue();
        assertThat(claims.excludes(Service.GRAPH, ROOT)).isFalse();
        assertThat(claims.excludes(Service.GRAPH, "https://graph.microsoft.us")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://graph.microsoft.com",
                "https://graph.microsoft.com/",
                "00000003-0000-0000-c000-000000000000"
            })
    void graphIsKnownByItsRootAndByItsApplicationId(String audience) {
        assertThat(TokenClaims.of(jwt("{\"aud\":\"" + audience + "\"}")).excludes(Service.GRAPH, ROOT))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"aud\":[\"https://graph.microsoft.com\"],\"tid\":{}}",
                "{\"aud\":\"https://graph.microsoft.com.evil.example\",\"tid\":\"\"}",
                "{\"aud\":\"https://management.azure.com\",\"tid\":null}",
                "{\"nested\":{\"aud\":\"https://graph.microsoft.com\",\"tid\":\"t\"}}"
            })
    void readableTokenThatDoesNotNameTenantAndGraphIsExcluded(String payload) {
        TokenClaims claims = TokenClaims.of(jwt(payload));

        assertThat(claims.excludes(Service.GRAPH, ROOT)).isTrue();
        assertThat(claims.excludesTenant("t")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "", "a.b", "a.b.c", "..", "a.!!!.c", "a.e30.b.c.d", "a.W10.c", "a.eyJh.c"})
    void tokenThatCannotBeReadIsNotExcluded(String token) {
        TokenClaims claims = TokenClaims.of(token);

        assertThat(claims.members()).isNull();
        assertThat(claims.excludes(Service.GRAPH, ROOT)).isFalse();
        assertThat(claims.excludesTenant("t")).isFalse();
    }

    private static String jwt(String payload) {
        return "e30." + TokenStub.base64(payload) + ".c2ln";
    }

    @Test
    void permissionsAreReadFromTheToken() {
        assertThat(TokenClaims.roles(
                        jwt("{\"a\":{\"roles\":[\"x\"]},\"roles\":[\"Machine.Isolate\",\"Machine.Scan\"]}")))
                .hasValueSatisfying(
                        roles -> assertThat(roles).containsExactlyInAnyOrder("Machine.Isolate", "Machine.Scan"));
        assertThat(TokenClaims.roles(jwt(TokenStub.recorded("graph-claims"))))
                .hasValueSatisfying(roles -> assertThat(roles).isNotEmpty());
        assertThat(TokenClaims.roles(jwt("{}"))).hasValue(Set.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "", "a.b.c", "a.!!!.c", "a.W10.c", "a.eyJh.c"})
    void permissionsOfATokenThatCannotBeReadAreNotKnown(String token) {
        assertThat(TokenClaims.roles(token)).isEmpty();
    }
}
