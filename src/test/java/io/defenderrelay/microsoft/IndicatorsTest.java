package io.defenderrelay.microsoft;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.problem.UpstreamException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class IndicatorsTest {
    private static final Indicator BLOCK = new Indicator(
            null,
            "IpAddress",
            "198.51.100.7",
            "Block",
            "Case 1",
            "C2",
            "High",
            Instant.parse("2027-01-01T00:00:00Z"),
            true);

    @Inject
    @RestClient
    MicrosoftApi api;

    private RemoteStub microsoft;
    private Indicators indicators;

    @BeforeEach
    void start() {
        microsoft = new RemoteStub().roles("Ti.ReadWrite");
        indicators = new Indicators(microsoft.graph(api));
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    @Test
    void indicatorsAreFoundByValueAndKeptByType() {
        microsoft.answer(okJson("""
                {"value":[
                  {"id":"995","indicatorType":"IpAddress","indicatorValue":"198.51.100.7","action":"Block","title":"t",
                   "description":"d","severity":"High","expirationTime":"2027-01-01T00:00:00Z","generateAlert":true},
                  {"id":996,"indicatorType":"Url","indicatorValue":"198.51.100.7"}]}"""));

        var found = indicators.find(Emea.signIn(), "ipaddress", "198.51.100.7", microsoft.deadline());

        assertThat(found)
                .containsExactly(new Indicator(
                        "995",
                        "IpAddress",
                        "198.51.100.7",
                        "Block",
                        "t",
                        "d",
                        "High",
                        Instant.parse("2027-01-01T00:00:00Z"),
                        true));
        assertThat(microsoft.onlyCall().getUrl())
                .isEqualTo("/api/indicators?$filter=indicatorValue%20eq%20%27198.51.100.7%27&$top=100");
    }

    @ParameterizedTest
    @CsvSource({
        "DomainName, evil.example, Evil.Example, 1",
        "Url, https://x.example/A, https://x.example/A, 1",
        "Url, https://x.example/A, https://x.example/a, 0"
    })
    void indicatorOfAnotherValueIsNotTaken(String type, String asked, String listed, int found) {
        microsoft.answer(okJson("{\"value\":[{\"id\":\"1\",\"indicatorType\":\"" + type + "\",\"indicatorValue\":\""
                + listed + "\"}]}"));

        assertThat(indicators.find(Emea.signIn(), type, asked, microsoft.deadline()))
                .hasSize(found);
    }

    @Test
    void filterThatWasPassedOverIsNoAnswer() {
        microsoft.answer(okJson(
                "{\"value\":[{\"id\":\"1\",\"indicatorType\":\"DomainName\",\"indicatorValue\":\"other.example\"}]}"));

        assertThatThrownBy(() -> indicators.find(Emea.signIn(), "DomainName", "evil.example", microsoft.deadline()))
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("other indicators");
    }

    @Test
    void indicatorIsSubmittedOnceAndKeepsItsId() {
        microsoft.answer(
                okJson(
                        "{\"id\":\"995\",\"creationTimeDateTimeUtc\":\"2026-11-20T21:30:05Z\",\"indicatorType\":\"IpAddress\"}"));

        Submission outcome = indicators.submit(Emea.signIn(), BLOCK, microsoft.deadline());

        assertThat(outcome).isEqualTo(new Submission.Accepted("995", null));
        assertThat(microsoft.onlyCall().getMethod().getName()).isEqualTo("POST");
        assertThat(microsoft.onlyCall().getUrl()).isEqualTo("/api/indicators");
        assertThat(microsoft.onlyCall().getBodyAsString())
                .isEqualTo("{\"indicatorValue\":\"198.51.100.7\",\"indicatorType\":\"IpAddress\",\"action\":\"Block\","
                        + "\"title\":\"Case 1\",\"description\":\"C2\",\"generateAlert\":true,\"severity\":\"High\","
                        + "\"expirationTime\":\"2027-01-01T00:00:00.0000000Z\"}");
    }

    @Test
    void indicatorIsDeletedOnce() {
        microsoft.answer(status(204));

        Submission outcome = indicators.delete(Emea.signIn(), "995", microsoft.deadline());

        assertThat(outcome).isEqualTo(new Submission.Accepted("995", null));
        assertThat(microsoft.onlyCall().getMethod().getName()).isEqualTo("DELETE");
        assertThat(microsoft.onlyCall().getUrl()).isEqualTo("/api/indicators/995");
    }

    @ParameterizedTest
    @CsvSource({"404, NOT_FOUND", "403, PERMISSION", "400, INVALID"})
    void refusedDeletionHasItsReason(int status, Refusal reason) {
        microsoft.answer(status(status));

        assertThat(indicators.delete(Emea.signIn(), "995", microsoft.deadline()))
                .isInstanceOfSatisfying(Submission.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
        assertThat(microsoft.calls()).hasSize(1);
    }
}
