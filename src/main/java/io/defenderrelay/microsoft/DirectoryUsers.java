package io.defenderrelay.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.Secret;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.problem.UpstreamException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of any tenant's Entra ID: reads them, and does to them what stops an attacker. Source: Microsoft Graph, "user
 * resource type", "List a user's memberships", "riskyUser resource type".
 */
public final class DirectoryUsers {
    private static final String USERS = "/v1.0/users";
    private static final String RISKY = "/v1.0/identityProtection/riskyUsers";
    private static final String SELECTED =
            "?$select=id,userPrincipalName,mail,proxyAddresses,accountEnabled,onPremisesSyncEnabled,userType,"
                    + "signInSessionsValidFromDateTime,lastPasswordChangeDateTime";
    private static final String READING = "User.Read.All";
    /** Source: Microsoft Graph, "Advanced query capabilities on Microsoft Entra ID objects", "List users". */
    private static final String ADVANCED = "&$count=true&ConsistencyLevel=eventual";

    private static final String LISTING = "list the memberships of an account";
    private static final String ELIGIBLE = "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances";
    private static final String ROLES = "/v1.0/roleManagement/directory/roleDefinitions";
    private static final String ELIGIBILITY = "RoleEligibilitySchedule.Read.Directory";
    private static final String DIRECTORY = "Directory.Read.All";
    private static final int MOST_PAGES = 20;
    private static final String PRIVILEGED =
            "the account holds a directory role or is in a group that can, so the application needs a directory role too:"
                    + " assign it User Administrator, or Privileged Authentication Administrator for accounts with"
                    + " higher roles, or do it in the portal; an account in a restricted management administrative unit needs a"
                    + " role of that unit";
    private static final String PREMIUM =
            "acting on risk needs Microsoft Entra ID P2: check the tenant's licences, or do it in the portal";

    private final Graph graph;

    public DirectoryUsers(Graph graph) {
        this.graph = graph;
    }

    /** The account with this object id or principal name. */
    public Optional<DirectoryUser> find(SignIn signIn, String idOrPrincipalName, Instant deadline) {
        if (idOrPrincipalName.isBlank()) {
            return Optional.empty();
        }
        return reads(signIn, deadline)
                .one("read an account", READING, USERS + key(idOrPrincipalName) + SELECTED)
                .map(DirectoryUser::of);
    }

    /**
     * The accounts that get mail at this address or have it as their principal name; usually one.
     *
     * @throws UpstreamException with reason {@code REFUSED} when Microsoft does not look an address up
     */
    public List<DirectoryUser> byAddress(SignIn signIn, String address, Instant deadline) {
        String text = UrlText.quoted(address);
        String filter = "proxyAddresses/any(p:p eq " + UrlText.quoted("smtp:" + address)
                + ") or proxyAddresses/any(p:p eq " + UrlText.quoted("SMTP:" + address) + ") or mail eq " + text
                + " or userPrincipalName eq " + text;
        String path = USERS + SELECTED + "&$filter=" + UrlText.encoded(filter);
        RemoteReads reads = reads(signIn, deadline);
        try {
            return found(reads, path + ADVANCED);
        } catch (UpstreamException refused) {
            if (refused.reason() != Reason.REFUSED) {
                throw refused;
            }
            // Pages differ on whether this is an advanced query, and on where the level of consistency is to stand.
            return found(reads, path);
        }
    }

    private static List<DirectoryUser> found(RemoteReads reads, String path) {
        RemoteReads.Page<DirectoryUser> page =
                reads.page("look up accounts by address", READING, path, DirectoryUser::of);
        if (page.nextLink() != null) {
            throw new UpstreamException(
                    Reason.REFUSED,
                    "Microsoft Graph listed more accounts than one address can have: it passed over the filter",
                    null);
        }
        return page.records();
    }

    /**
     * The roles and groups of the account with this object id, from at most 20 pages.
     *
     * @throws NotFoundException when there is none
     */
    public Memberships memberships(SignIn signIn, String id, Instant deadline) {
        RemoteReads reads = reads(signIn, deadline);
        MembershipPages pages = new MembershipPages();
        String path = USERS + "/" + UrlText.segment(id) + "/transitiveMemberOf";
        @Nullable String link = null;
        for (int page = 0; page < MOST_PAGES && reads.timeLeft(); page++) {
            var read = link == null
                    ? reads.existing(LISTING, DIRECTORY, path + "?$top=999", json -> json)
                    : reads.follow(LISTING, DIRECTORY, path, link, json -> json);
            read.records().forEach(pages::take);
            link = read.nextLink();
            if (link == null) {
                return pages.end(true);
            }
        }
        return pages.end(false);
    }

    /**
     * The ids of the directory roles that the account or the group with this object id may activate, whatever their scope.
     * Source: Microsoft Graph, "List roleEligibilityScheduleInstances".
     *
     * @throws NotFoundException when the tenant has nothing of the kind
     */
    public Set<String> eligibleRoleIds(SignIn signIn, String id, Instant deadline) {
        RemoteReads reads = reads(signIn, deadline);
        String tried = "list the roles that an account may activate";
        String query = "?$filter=" + UrlText.encoded("principalId eq " + UrlText.quoted(id));
        Set<String> roles = new TreeSet<>();
        var page = reads.existing(tried, ELIGIBILITY, ELIGIBLE + query, DirectoryUsers::roleId);
        roles.addAll(page.records());
        for (int more = 1; page.nextLink() != null && more < MOST_PAGES; more++) {
            page = reads.follow(tried, ELIGIBILITY, ELIGIBLE, page.nextLink(), DirectoryUsers::roleId);
            roles.addAll(page.records());
        }
        return roles;
    }

    private static String roleId(JsonNode instance) {
        return instance.path("roleDefinitionId").asText("");
    }

    /** The name of the directory role with this id. */
    public Optional<String> roleName(SignIn signIn, String roleId, Instant deadline) {
        return reads(signIn, deadline)
                .one("read a directory role", DIRECTORY, ROLES + "/" + UrlText.segment(roleId) + "?$select=displayName")
                .map(json -> json.path("displayName").textValue());
    }

    /** What Identity Protection thinks of the account; empty when it never thought anything of it. */
    public Optional<RiskState> risk(SignIn signIn, String id, Instant deadline) {
        return reads(signIn, deadline)
                .one("read an account's risk", "IdentityRiskyUser.Read.All", RISKY + "/" + UrlText.segment(id))
                .map(json -> new RiskState(
                        json.path("riskState").asText("none"),
                        json.path("isProcessing").asBoolean(false)));
    }

    /** Lets the account with this object id sign in, or not; safe to repeat. Sessions go on until they are revoked. */
    public Submission setEnabled(SignIn signIn, String id, boolean enabled, Instant deadline) {
        SubmissionAsk ask = new SubmissionAsk(
                (enabled ? "enable" : "disable") + account(id),
                List.of("User.EnableDisableAccount.All", "User.ReadWrite.All", "Directory.ReadWrite.All"),
                Refusal.PRIVILEGED_TARGET,
                PRIVILEGED);
        ObjectNode body = object().put("accountEnabled", enabled);
        return change(signIn, ask, id, body, deadline);
    }

    /** Voids the sessions of the account with this object id; safe to repeat. */
    public Submission revokeSessions(SignIn signIn, String id, Instant deadline) {
        SubmissionAsk ask = new SubmissionAsk(
                "revoke the sessions of" + account(id),
                List.of("User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All"),
                Refusal.PRIVILEGED_TARGET,
                PRIVILEGED);
        return post(signIn, ask, USERS + "/" + UrlText.segment(id) + "/revokeSignInSessions", "", deadline);
    }

    /**
     * Gives the account with this object id that password, to be changed when it next signs in. Not safe to repeat with another
     * password.
     */
    public Submission forcePasswordChange(SignIn signIn, String id, Secret password, Instant deadline) {
        SubmissionAsk ask = new SubmissionAsk(
                "set the password of" + account(id),
                List.of("User-PasswordProfile.ReadWrite.All"),
                Refusal.PRIVILEGED_TARGET,
                "the application needs the directory role User Administrator beside its permission; for this: "
                        + PRIVILEGED,
                false,
                false);
        ObjectNode body = object();
        body.putObject("passwordProfile")
                .put("forceChangePasswordNextSignIn", true)
                .put("password", password.reveal());
        return change(signIn, ask, id, body, deadline);
    }

    /** Tells Identity Protection that the account with this object id is compromised, which raises its risk to high. */
    public Submission confirmCompromised(SignIn signIn, String id, Instant deadline) {
        return risky(signIn, "confirm the compromise of" + account(id), "confirmCompromised", id, deadline);
    }

    /** Tells Identity Protection to forget the risk of the account with this object id. */
    public Submission dismissRisk(SignIn signIn, String id, Instant deadline) {
        return risky(signIn, "dismiss the risk of" + account(id), "dismiss", id, deadline);
    }

    private Submission risky(SignIn signIn, String tried, String action, String id, Instant deadline) {
        SubmissionAsk ask =
                new SubmissionAsk(tried, List.of("IdentityRiskyUser.ReadWrite.All"), Refusal.LICENCE, PREMIUM);
        ObjectNode body = object();
        body.putArray("userIds").add(id);
        return post(signIn, ask, RISKY + "/" + action, body.toString(), deadline);
    }

    private Submission change(SignIn signIn, SubmissionAsk ask, String id, ObjectNode body, Instant deadline) {
        String json = body.toString();
        String path = USERS + "/" + UrlText.segment(id);
        return new SingleSend(graph, Service.GRAPH, signIn, deadline)
                .send(
                        ask,
                        (token, root, end) -> GraphAnswer.patch(graph, token, root + path, json, end),
                        TakenRecord::nothing);
    }

    private Submission post(SignIn signIn, SubmissionAsk ask, String path, String json, Instant deadline) {
        return new SingleSend(graph, Service.GRAPH, signIn, deadline)
                .send(
                        ask,
                        (token, root, end) -> GraphAnswer.post(graph, token, root + path, json, end),
                        TakenRecord::nothing);
    }

    private RemoteReads reads(SignIn signIn, Instant deadline) {
        return new RemoteReads(graph, Service.GRAPH, signIn, deadline);
    }

    /** A name that begins with a dollar sign would be read as something else. Source: Microsoft Graph, "Get a user". */
    private static String key(String idOrPrincipalName) {
        if (idOrPrincipalName.startsWith("$")) {
            return "(" + UrlText.encoded(UrlText.quoted(idOrPrincipalName)) + ")";
        }
        return "/" + UrlText.segment(idOrPrincipalName);
    }

    private static String account(String id) {
        return " account " + ErrorText.shown(id);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
