package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** People, their mailboxes and their sessions. */
final class UserEvidence {
    private static final int PERSON = 1;
    private static final int WINDOWS_ACCOUNT = 2;
    private static final int ENTRA_ACCOUNT = 6;
    private static final int EMAIL_ACCOUNT = 18;

    private UserEvidence() {}

    static void map(Evidence evidence) {
        ObjectNode user = user(evidence.source.object("userAccount"), evidence.observables);
        if (user != null) {
            evidence.entry.set("user", user);
            evidence.resource(user.path("uid").asText(null), user.path("name").asText(null), "user");
        }
    }

    static void mapMailbox(Evidence evidence) {
        Members source = evidence.source;
        ObjectNode user = user(source.object("userAccount"), evidence.observables);
        String address = source.look("primaryAddress");
        if (user == null && address == null) {
            return;
        }
        ObjectNode mailbox = user == null ? Typed.object().put("name", address).put("type_id", PERSON) : user;
        if (address != null) {
            source.remove("primaryAddress");
            if (Typed.isEmail(address)) {
                mailbox.put("email_addr", address);
                evidence.observables.add(Observables.EMAIL_ADDRESS, address);
            }
            mailbox.set("account", Typed.object().put("name", address).put("type_id", EMAIL_ACCOUNT));
        }
        evidence.entry.set("user", mailbox);
        evidence.resource(mailbox.path("uid").asText(null), mailbox.path("name").asText(address), "mailbox");
    }

    static void mapSession(Evidence evidence) {
        Members source = evidence.source;
        ObjectNode actor = Typed.object();
        String id = source.take("sessionId");
        if (id != null) {
            actor.set("session", Typed.object().put("uid", id));
        }
        Members account = source.object("account");
        Typed.set(actor, "user", user(account.object("userAccount"), evidence.observables));
        Typed.set(evidence.entry, "actor", actor);
        evidence.observables.add(Observables.USER_AGENT, source.look("userAgent"));
    }

    /** The user of an account; null when nothing names one. */
    static @Nullable ObjectNode user(Members account, Observables observables) {
        String name = account.look("accountName");
        String entraId = account.look("azureAdUserId");
        String sid = account.look("userSid");
        String principal = account.look("userPrincipalName");
        String named = name != null ? name : principal;
        if (named == null && entraId == null && sid == null) {
            return null;
        }
        ObjectNode user = Typed.object().put("type_id", PERSON);
        Typed.put(user, "name", named);
        Typed.put(user, "uid", entraId != null ? entraId : sid);
        Typed.put(user, "uid_alt", sid);
        take(account, "accountName", "azureAdUserId", "userSid");
        Typed.put(user, "domain", account.take("domainName"));
        Typed.put(user, "full_name", account.take("displayName"));
        if (principal != null && Typed.isEmail(principal)) {
            user.put("email_addr", principal);
            account.remove("userPrincipalName");
        }
        user.set("account", account(named, user, entraId));
        observables.add(Observables.USER_NAME, name);
        observables.add(Observables.EMAIL_ADDRESS, user.path("email_addr").asText(null));
        return user;
    }

    private static ObjectNode account(@Nullable String name, ObjectNode user, @Nullable String entraId) {
        ObjectNode account = Typed.object().put("type_id", entraId != null ? ENTRA_ACCOUNT : WINDOWS_ACCOUNT);
        Typed.put(account, "name", name);
        Typed.put(account, "uid", user.path("uid").asText(null));
        return account;
    }

    private static void take(Members account, String... names) {
        for (String name : names) {
            if (account.look(name) != null) {
                account.remove(name);
            }
        }
    }
}
