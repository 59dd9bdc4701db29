package io.defenderrelay.microsoft;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.model.Cloud;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class MailRemediationTest {
    private static final String PATH = "/v1.0/security/collaboration/analyzedEmails/remediate";
    private static final MailCommand PURGE = new MailCommand(
            "SOC-20388 purge",
            "Remove phishing mail",
            MailCommand.Action.SOFT_DELETE,
            List.of(new MailCommand.Mail("73ca4154-58d8-43d0-a890-08dc18c52e6d", "adele.vance@contoso.com")));

    @Inject
    @RestClient
    MicrosoftApi api;

    private RemoteStub microsoft;
    private MailRemediation mails;

    @BeforeEach
    void start() {
        microsoft = new RemoteStub().roles("SecurityAnalyzedMessage.ReadWrite.All");
        mails = new MailRemediation(microsoft.graph(api));
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    @Test
    void remediationIsSentOnceAsMicrosoftWantsIt() {
        microsoft.answer(status(202));

        Submission outcome = mails.submit(Emea.signIn(), PURGE, microsoft.deadline());

        assertThat(outcome).isEqualTo(new Submission.Accepted(null, null));
        assertThat(microsoft.onlyCall().getUrl()).isEqualTo(PATH);
        assertThat(microsoft.onlyCall().getBodyAsString())
                .isEqualTo("{\"displayName\":\"SOC-20388 purge\",\"description\":\"Remove phishing mail\","
                        + "\"severity\":\"medium\",\"action\":\"softDelete\",\"remediateSendersCopy\":false,"
                        + "\"analyzedEmails\":[{\"networkMessageId\":\"73ca4154-58d8-43d0-a890-08dc18c52e6d\","
                        + "\"recipientEmailAddress\":\"adele.vance@contoso.com\"}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "https://security.microsoft.com/action-center/history/a8f1-22, a8f1-22",
        "https://security.microsoft.com/action-center/, ",
        "https://security.microsoft.com/action-center?x=<b>, "
    })
    void placeInTheActionCentreGivesTheId(String location, @Nullable String id) {
        microsoft.answer(status(202).withHeader("Location", location));

        assertThat(mails.submit(Emea.signIn(), PURGE, microsoft.deadline()))
                .isEqualTo(new Submission.Accepted(id, null));
    }

    @ParameterizedTest
    @CsvSource({
        "403, SecurityAnalyzedMessage.Read.All, PERMISSION",
        "403, SecurityAnalyzedMessage.ReadWrite.All, LICENCE",
        "400, SecurityAnalyzedMessage.ReadWrite.All, INVALID",
        "404, SecurityAnalyzedMessage.ReadWrite.All, NOT_FOUND"
    })
    void refusalHasItsReason(int status, String role, Refusal reason) {
        microsoft.roles(role).answer(status(status).withBody(RemoteStub.error("x", "y")));

        assertThat(mails.submit(Emea.signIn(), PURGE, microsoft.deadline()))
                .isInstanceOfSatisfying(Submission.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
        assertThat(microsoft.calls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cloud.class,
            names = {"GCC_HIGH", "DOD"})
    void cloudWithoutTheServiceIsNotAsked(Cloud cloud) {
        assertThat(mails.submit(RemoteStub.signIn(cloud), PURGE, microsoft.deadline()))
                .isInstanceOfSatisfying(Submission.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Refusal.NOT_SUPPORTED));
        assertThat(microsoft.calls()).isEmpty();
    }

    @Test
    void remediationOfNothingIsNotSent() {
        MailCommand empty = new MailCommand("a", "b", MailCommand.Action.MOVE_TO_JUNK, List.of());

        assertThat(mails.submit(Emea.signIn(), empty, microsoft.deadline())).isInstanceOf(Submission.Refused.class);
        assertThat(microsoft.calls()).isEmpty();
    }

    @Test
    void answerThatIsNoneIsUnclear() {
        microsoft.answer(okJson("").withStatus(503));

        assertThat(mails.submit(Emea.signIn(), PURGE, microsoft.deadline())).isInstanceOf(Submission.Unclear.class);
        assertThat(microsoft.calls()).hasSize(1);
    }
}
