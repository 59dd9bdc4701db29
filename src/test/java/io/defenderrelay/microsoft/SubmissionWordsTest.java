package io.defenderrelay.microsoft;

import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.Secret;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error that Microsoft documents for a kind of action names what to do about it. */
@QuarkusTest
class SubmissionWordsTest {
    private static final String MISSING = "Missing application roles. API required roles: %s, application roles: X.";
    private static final String MASTERED =
            "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects"
                    + " currently undergoing migration.";

    @Inject
    @RestClient
    MicrosoftApi api;

    private RemoteStub microsoft;

    @BeforeEach
    void start() {
        microsoft = new RemoteStub();
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    /**
     * An error, and what our sentence about it names.
     *
     * @param granted whether the token has the permission
     */
    record Refused(int status, String code, String message, boolean granted, String remedy) {}

    static Stream<Arguments> refusals() {
        return Stream.of(ActionKind.values())
                .flatMap(kind -> documented(kind).stream().map(refused -> Arguments.of(kind, refused)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusalNamesItsRemedy(ActionKind kind, Refused refused) {
        microsoft
                .roles(refused.granted() ? kind.permission() : "Other.Permission")
                .answer(status(refused.status()).withBody(RemoteStub.error(refused.code(), refused.message())));

        Submission outcome = submit(kind);

        assertThat(outcome).isInstanceOfSatisfying(Submission.Refused.class, told -> assertThat(told.detail())
                .contains("(" + refused.status() + " " + refused.code() + ")", refused.remedy()));
    }

    private static List<Refused> documented(ActionKind kind) {
        List<Refused> all = new ArrayList<>();
        switch (kind.subject()) {
            case DEVICE -> all.addAll(ofDevices(kind));
            case USER -> all.addAll(ofUsers(kind));
            case MAIL -> {
                all.add(new Refused(403, "Authorization_RequestDenied", "no", false, kind.permission()));
                all.add(new Refused(403, "Forbidden", "no", true, "Defender for Office 365 Plan 2"));
                all.add(new Refused(400, "BadRequest", "The action is wrong", true, "The action is wrong"));
            }
            case INDICATOR -> {
                all.add(new Refused(403, "Forbidden", MISSING.formatted("Ti.ReadWrite"), false, "Ti.ReadWrite"));
                all.add(new Refused(403, "Forbidden", "no", true, "grant Ti.ReadWrite.All"));
                all.add(new Refused(400, "InvalidHashValue", "no", true, "correct the hash"));
                all.add(new Refused(400, "InvalidDomainName", "no", true, "correct the domain"));
                all.add(new Refused(400, "InvalidIpAddress", "no", true, "correct the address"));
                all.add(new Refused(400, "InvalidUrl", "no", true, "correct the URL"));
                all.add(new Refused(400, "InvalidInput", "Limit of indicators", true, "Limit of indicators"));
                all.add(new Refused(404, "ResourceNotFound", "no", true, "check the id"));
            }
        }
        return all;
    }

    private static List<Refused> ofDevices(ActionKind kind) {
        String permission = kind.permission();
        List<Refused> all = new ArrayList<>(List.of(
                new Refused(400, "OsPlatformNotSupported", "no", true, "operating system"),
                new Refused(400, "ClientVersionNotSupported", "no", true, "update the client"),
                new Refused(401, "Unauthorized", "Account mode is inactive", true, "lacks the licence"),
                new Refused(403, "DisabledFeature", "no", true, "Advanced features"),
                new Refused(403, "DisallowedOperation", "no", true, "remediation level of the device's group"),
                new Refused(
                        403, "Forbidden", "Minimum remediation level", true, "remediation level of the device's group"),
                new Refused(403, "Forbidden", MISSING.formatted(permission), false, permission),
                new Refused(403, "Forbidden", "no", true, "may lack the licence for it"),
                new Refused(400, "MissingRequiredParameter", "Comment", true, "Comment"),
                new Refused(400, "InvalidRequestBody", "Body", true, "Body"),
                new Refused(404, "ResourceNotFound", "no", true, "check the id")));
        if (kind == ActionKind.STOP_AND_QUARANTINE_FILE) {
            all.add(new Refused(400, "InvalidHashValue", "no", true, "correct the hash"));
        }
        return all;
    }

    private static List<Refused> ofUsers(ActionKind kind) {
        String denied = "Authorization_RequestDenied";
        List<Refused> all = new ArrayList<>(List.of(
                new Refused(403, denied, "no", false, kind.permission()),
                new Refused(404, "Request_ResourceNotFound", "no", true, "check the id"),
                new Refused(400, "Request_BadRequest", MASTERED, true, "on-premises directory; change it there")));
        switch (kind) {
            case CONFIRM_USER_COMPROMISED, DISMISS_USER_RISK -> {
                all.add(new Refused(403, denied, "no", true, "Microsoft Entra ID P2"));
                String free = "Authentication_RequestFromNonPremiumTenantOrB2CTenant";
                all.add(new Refused(403, free, "no", true, "Microsoft Entra ID P2"));
            }
            case FORCE_PASSWORD_CHANGE -> {
                all.add(new Refused(403, denied, "no", true, "directory role User Administrator"));
                all.add(new Refused(400, "Request_BadRequest", MASTERED, true, "password writeback"));
                String weak = "The password does not comply with password complexity requirements.";
                all.add(new Refused(400, "Request_BadRequest", weak, true, "another random password"));
                all.add(new Refused(400, "Request_BadRequest", "A federated user", true, "identity provider"));
                all.add(new Refused(400, "Request_BadRequest", "no", true, "federated"));
            }
            default -> {
                all.add(new Refused(403, denied, "no", true, "User Administrator"));
                all.add(new Refused(403, denied, "no", true, "Privileged Authentication Administrator"));
                all.add(new Refused(403, denied, "no", true, "administrative unit"));
            }
        }
        return all;
    }

    private Submission submit(ActionKind kind) {
        Graph graph = microsoft.graph(api);
        DirectoryUsers users = new DirectoryUsers(graph);
        SignIn signIn = Emea.signIn();
        Instant deadline = microsoft.deadline();
        return switch (kind) {
            case ISOLATE_DEVICE -> device(graph, MachineCommand.Verb.ISOLATE);
            case RELEASE_DEVICE -> device(graph, MachineCommand.Verb.UNISOLATE);
            case SCAN_DEVICE -> device(graph, MachineCommand.Verb.SCAN);
            case RESTRICT_APP_EXECUTION -> device(graph, MachineCommand.Verb.RESTRICT);
            case UNRESTRICT_APP_EXECUTION -> device(graph, MachineCommand.Verb.UNRESTRICT);
            case STOP_AND_QUARANTINE_FILE -> device(graph, MachineCommand.Verb.STOP_FILE);
            case COLLECT_INVESTIGATION_PACKAGE -> device(graph, MachineCommand.Verb.COLLECT_PACKAGE);
            case START_INVESTIGATION -> device(graph, MachineCommand.Verb.START_INVESTIGATION);
            case DISABLE_USER -> users.setEnabled(signIn, RemoteStub.USER, false, deadline);
            case ENABLE_USER -> users.setEnabled(signIn, RemoteStub.USER, true, deadline);
            case REVOKE_SESSIONS -> users.revokeSessions(signIn, RemoteStub.USER, deadline);
            case FORCE_PASSWORD_CHANGE ->
                users.forcePasswordChange(signIn, RemoteStub.USER, new Secret("secret"), deadline);
            case CONFIRM_USER_COMPROMISED -> users.confirmCompromised(signIn, RemoteStub.USER, deadline);
            case DISMISS_USER_RISK -> users.dismissRisk(signIn, RemoteStub.USER, deadline);
            case REMEDIATE_MAIL -> {
                MailCommand.Mail mail = new MailCommand.Mail("0a1b2c3d", "a@y.example");
                MailCommand command = new MailCommand("a", "b", MailCommand.Action.MOVE_TO_JUNK, List.of(mail));
                yield new MailRemediation(graph).submit(signIn, command, deadline);
            }
            case ADD_INDICATOR -> {
                Indicator block =
                        new Indicator(null, "IpAddress", "198.51.100.7", "Block", "a", "b", null, null, false);
                yield new Indicators(graph).submit(signIn, block, deadline);
            }
            case REMOVE_INDICATOR -> new Indicators(graph).delete(signIn, "995", deadline);
        };
    }

    private Submission device(Graph graph, MachineCommand.Verb verb) {
        Map<String, String> options = verb == MachineCommand.Verb.STOP_FILE ? Map.of("Sha1", "a".repeat(40)) : Map.of();
        MachineCommand command = new MachineCommand(RemoteStub.MACHINE, verb, "Case 4821", options);
        return new MachineActions(graph).submit(Emea.signIn(), command, microsoft.deadline());
    }
}
