package io.defenderrelay.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.defenderrelay.model.Cloud;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.UpstreamException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
    private final Endpoints microsoft = new Endpoints(null, null, null);

    @ParameterizedTest
    @CsvSource({
        "GLOBAL, https://login.microsoftonline.com, https://graph.microsoft.com",
        "GCC, https://login.microsoftonline.com, https://graph.microsoft.com",
        "GCC_HIGH, https://login.microsoftonline.us, https://graph.microsoft.us",
        "DOD, https://login.microsoftonline.us, https://dod-graph.microsoft.us"
    })
    void eachCloudHasItsOwnHosts(Cloud cloud, String login, String graph) {
        assertThat(microsoft.login(cloud)).isEqualTo(URI.create(login));
        assertThat(microsoft.graph(cloud)).isEqualTo(URI.create(graph));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8089", "http://[::1]:1", "https://localhost:65535", "http://localhost"})
    void standInOnThisMachineIsCalledInsteadOfMicrosoft(String local) {
        var endpoints = new Endpoints(local, local, local);

        assertThat(endpoints.login(Cloud.GLOBAL)).isEqualTo(URI.create(local));
        assertThat(endpoints.graph(Cloud.DOD)).isEqualTo(URI.create(local));
        assertThat(endpoints.officialLogin(Cloud.DOD)).hasHost("login.microsoftonline.us");
        assertThat(endpoints.officialGraph(Cloud.DOD)).hasHost("dod-graph.microsoft.us");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "127.0.0.1:8089",
                "ftp://127.0.0.1:8089",
                "http://127.0.0.1:8089/",
                "http://127.0.0.1:8089/v1.0",
                "http://127.0.0.1:8089?x=1",
                "http://127.0.0.1:8089#x",
                "http://user@127.0.0.1:8089",
                "http://127.0.0.1@evil.example",
                "http://127.0.0.1:8089@evil.example",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example:8089",
                "http://evil.example",
                "http://127.0.0.2:8089",
                "http://127.1:8089",
                "http://2130706433",
                "http://0.0.0.0:8089",
                "http://::1:8089",
                "http://[::1%25lo]:8089",
                "http://[0:0:0:0:0:0:0:1]:8089",
                "http://localhost:",
                "http://localhost:0",
                "http://localhost:65536",
                "http://localhost:999999",
                "http://localhost:80\n",
                "HTTP://localhost:80",
                "https://graph.microsoft.com"
            })
    void standInElsewhereIsRefusedByTheNameOfItsSetting(String value) {
        assertThatThrownBy(() -> new Endpoints(value, null, null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("RELAY_ENDPOINT_LOGIN")
                .hasMessageNotContaining("evil");
        assertThatThrownBy(() -> new Endpoints(null, value, null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("RELAY_ENDPOINT_GRAPH");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://graph.microsoft.com/v1.0/security/alerts_v2?$top=500&$skiptoken=abc",
                "https://graph.microsoft.com/v1.0/security/alerts_v2?%24top=500&%24skip=500",
                "https://graph.microsoft.com/v1.0/security/incidents?$filter=lastUpdateDateTime%20ge%202026-11-20T00:00:00Z",
                "https://graph.microsoft.com/v1.0/security/alerts_v2?$skiptoken=a/../b//c@d:e?f%2F%2e%5c",
                "https://graph.microsoft.com/v1.0/users('a')/messages"
            })
    void graphLinkComesBackByteForByte(String link) {
        assertThat(microsoft.graphLink(Cloud.GLOBAL, link)).isEqualTo(link);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/v1.0/security/alerts_v2",
                "//graph.microsoft.com/v1.0/security/alerts_v2",
                "http://graph.microsoft.com/v1.0/security/alerts_v2",
                "HTTPS://graph.microsoft.com/v1.0/security/alerts_v2",
                "ftp://graph.microsoft.com/v1.0/security/alerts_v2",
                "javascript://graph.microsoft.com/v1.0/x",
                " https://graph.microsoft.com/v1.0/security/alerts_v2",
                "https://evil.example/v1.0/security/alerts_v2",
                "https://graph.microsoft.com.evil.example/v1.0/security/alerts_v2",
                "https://graph.microsoft.com./v1.0/security/alerts_v2",
                "https://xgraph.microsoft.com/v1.0/security/alerts_v2",
                "https://graph.microsoft.us/v1.0/security/alerts_v2",
                "https://GRAPH.microsoft.com/v1.0/security/alerts_v2",
                "https://gr\u0430ph.microsoft.com/v1.0/security/alerts_v2",
                "https://graph\u3002microsoft.com/v1.0/security/alerts_v2",
                "https://graph.microsoft.com:443/v1.0/security/alerts_v2",
                "https://graph.microsoft.com:8443/v1.0/security/alerts_v2",
                "https://graph.microsoft.com:/v1.0/security/alerts_v2",
                "https://user@graph.microsoft.com/v1.0/security/alerts_v2",
                "https://graph.microsoft.com@evil.example/v1.0/security/alerts_v2",
                "https://graph.microsoft.com:x@evil.example/v1.0/security/alerts_v2",
                "https://graph.microsoft.com%40evil.example/v1.0/security/alerts_v2",
                "https://graph.microsoft.com%2eevil.example/v1.0/security/alerts_v2",
                "https://graph.microsoft.com%2f@evil.example/v1.0/security/alerts_v2",
                "https://graph.microsoft.com\\@evil.example/v1.0/security/alerts_v2",
                "https://evil.example\\@graph.microsoft.com/v1.0/security/alerts_v2",
                "https://graph.microsoft.com#@evil.example/v1.0/security/alerts_v2",
                "https://graph.microsoft.com?@evil.example/v1.0/security/alerts_v2",
                "https:\\\\graph.microsoft.com/v1.0/security/alerts_v2",
                "https:/graph.microsoft.com/v1.0/security/alerts_v2",
                "https:///graph.microsoft.com/v1.0/security/alerts_v2",
                "https://127.0.0.1/v1.0/security/alerts_v2",
                "https://[::1]/v1.0/security/alerts_v2",
                "https://2130706433/v1.0/security/alerts_v2",
                "https://169.254.169.254/latest/meta-data/",
                "https://graph.microsoft.com/beta/security/alerts_v2",
                "https://graph.microsoft.com/v1.0",
                "https://graph.microsoft.com/V1.0/security/alerts_v2",
                "https://graph.microsoft.com//v1.0/security/alerts_v2",
                "https://graph.microsoft.com/v1.0/",
                "https://graph.microsoft.com/v1.0//security/alerts_v2",
                "https://graph.microsoft.com/v1.0/../beta/security/alerts_v2",
                "https://graph.microsoft.com/v1.0/./security/alerts_v2",
                "https://graph.microsoft.com/v1.0/security/..",
                "https://graph.microsoft.com/v1.0/%2e%2e/beta/security/alerts_v2",
                "https://graph.microsoft.com/v1.0/%252e%252e/beta",
                "https://graph.microsoft.com/v1.0/..%2fbeta/security/alerts_v2",
                "https://graph.microsoft.com/v1.0/..\\beta\\security",
                "https://graph.microsoft.com/v1.0/security/alerts_v2#fragment",
                "https://graph.microsoft.com/v1.0/security/alerts_v2?$skiptoken=a b",
                "https://graph.microsoft.com/v1.0/security/alerts_v2?$skiptoken={a}",
                "https://graph.microsoft.com/v1.0/security/alerts_v2?$skiptoken=%zz",
                "https://graph.microsoft.com/v1.0/security/alerts_v2?$skiptoken=\u00e9",
                "https://graph.microsoft.com/v1.0/security/alerts_v2\r\nHost: evil.example",
                "https://graph.microsoft.com/v1.0/security/alerts_v2?a\tb",
                "https://graph.microsoft.com/v1.0/security/alerts_v2\u0000"
            })
    void linkThatIsNotPlainlyBelowTheGraphRootIsRefused(String link) {
        assertThatThrownBy(() -> microsoft.graphLink(Cloud.GLOBAL, link))
                .asInstanceOf(type(UpstreamException.class))
                .satisfies(refused -> {
                    assertThat(refused.reason()).isEqualTo(UpstreamException.Reason.LINK_REFUSED);
                    assertThat(refused).hasNoCause().hasMessageNotContainingAny("evil", "beta", "alerts_v2", "169.254");
                });
    }

    @Test
    void linkOfAnotherCloudIsRefused() {
        String link = "https://graph.microsoft.us/v1.0/security/alerts_v2";

        assertThat(microsoft.graphLink(Cloud.GCC_HIGH, link)).isEqualTo(link);
        assertThatThrownBy(() -> microsoft.graphLink(Cloud.DOD, link)).isInstanceOf(UpstreamException.class);
    }

    @Test
    void linkIsCheckedAgainstTheStandInWhenThereIsOne() {
        var local = new Endpoints(null, "http://127.0.0.1:8089", null);
        String link = "http://127.0.0.1:8089/v1.0/security/alerts_v2";

        assertThat(local.graphLink(Cloud.GLOBAL, link)).isEqualTo(link);
        assertThatThrownBy(() -> local.graphLink(Cloud.GLOBAL, "http://127.0.0.1:80891/v1.0/security/alerts_v2"))
                .isInstanceOf(UpstreamException.class);
        assertThatThrownBy(() -> local.graphLink(Cloud.GLOBAL, "https://graph.microsoft.com/v1.0/security/alerts_v2"))
                .isInstanceOf(UpstreamException.class);
    }

    @Test
    void linkOfAbsurdLengthIsRefused() {
        String link = "https://graph.microsoft.com/v1.0/security/alerts_v2?$skiptoken=" + "a".repeat(16_384);

        assertThatThrownBy(() -> microsoft.graphLink(Cloud.GLOBAL, link))
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("longer than");
    }

    @ParameterizedTest
    @CsvSource({
        "GLOBAL, https://api.security.microsoft.com, https://api.securitycenter.microsoft.com",
        "GCC, https://api-gcc.securitycenter.microsoft.us, https://api-gcc.securitycenter.microsoft.us",
        "GCC_HIGH, https://api-gov.securitycenter.microsoft.us, https://api-gov.securitycenter.microsoft.us",
        "DOD, https://api-gov.securitycenter.microsoft.us, https://api-gov.securitycenter.microsoft.us"
    })
    void defenderIsCalledByOneNameAndItsTokensBearAnother(Cloud cloud, String root, String audience) {
        var local = new Endpoints(null, null, "http://127.0.0.1:8089");

        assertThat(microsoft.defender(cloud)).isEqualTo(URI.create(root));
        assertThat(microsoft.defenderAudience(cloud)).isEqualTo(URI.create(audience));
        assertThat(local.defender(cloud)).isEqualTo(URI.create("http://127.0.0.1:8089"));
        assertThat(local.defenderAudience(cloud)).isEqualTo(URI.create(audience));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.security.microsoft.com",
                "https://us.api.security.microsoft.com",
                "https://aea.api.security.microsoft.com",
                "https://api.securitycenter.microsoft.com",
                "https://api.securitycenter.windows.com",
                "https://api-eu.securitycenter.microsoft.com"
            })
    void defenderLinkIsFollowedOnTheRootThatIsCalled(String root) {
        var local = new Endpoints(null, null, "http://127.0.0.1:8089");
        String below = "/api/machineactions?$skiptoken=a%2Fb";

        assertThat(microsoft.defenderLink(Cloud.GLOBAL, root + below))
                .isEqualTo("https://api.security.microsoft.com" + below);
        assertThat(local.defenderLink(Cloud.GLOBAL, root + below)).isEqualTo("http://127.0.0.1:8089" + below);
        assertThat(local.defenderLink(Cloud.GLOBAL, "http://127.0.0.1:8089" + below))
                .isEqualTo("http://127.0.0.1:8089" + below);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/api/machines",
                "http://api.security.microsoft.com/api/machines",
                "https://api.security.microsoft.com.evil.example/api/machines",
                "https://api.security.microsoft.com@evil.example/api/machines",
                "https://evil.example/api/machines",
                "https://xx.api.security.microsoft.com/api/machines",
                "https://api.security.microsoft.com:443/api/machines",
                "https://API.security.microsoft.com/api/machines",
                "https://api-gov.securitycenter.microsoft.us/api/machines",
                "https://graph.microsoft.com/api/machines",
                "https://api.security.microsoft.com/apis/machines",
                "https://api.security.microsoft.com/api",
                "https://api.security.microsoft.com/api/",
                "https://api.security.microsoft.com/api/../x",
                "https://api.security.microsoft.com/api/%2e%2e/x",
                "https://api.security.microsoft.com/api//machines",
                "https://api.security.microsoft.com/api/machines#x",
                "https://api.security.microsoft.com/api/machines?a b"
            })
    void defenderLinkElsewhereIsRefusedWithoutBeingRepeated(String link) {
        assertThatThrownBy(() -> microsoft.defenderLink(Cloud.GLOBAL, link))
                .asInstanceOf(type(UpstreamException.class))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(UpstreamException.Reason.LINK_REFUSED))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("evil"));
    }

    @Test
    void defenderLinkOfAnotherCloudIsRefused() {
        assertThatThrownBy(
                        () -> microsoft.defenderLink(Cloud.GCC_HIGH, "https://api.security.microsoft.com/api/machines"))
                .isInstanceOf(UpstreamException.class);
    }

    @Test
    void standInOfDefenderElsewhereIsRefused() {
        assertThatThrownBy(() -> new Endpoints(null, null, "https://evil.example"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("RELAY_ENDPOINT_DEFENDER");
    }
}
