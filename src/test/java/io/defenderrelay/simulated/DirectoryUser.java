package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A user of the directory. What tests set shows at once; what calls change shows when the directory's lag is over.
 * Safe for many threads.
 */
public final class DirectoryUser {

    private final ObjectNode newest = Recorded.json("identity/user.json");
    private final TreeMap<Instant, ObjectNode> states = new TreeMap<>();
    private final List<ObjectNode> memberships = new ArrayList<>();
    private final Map<String, String> eligible = new LinkedHashMap<>();
    private final List<PasswordChange> passwordChanges = new ArrayList<>();
    private final List<Instant> revocations = new ArrayList<>();

    DirectoryUser(String id, String userPrincipalName) {
        newest.remove("@odata.context");
        newest.put("id", id)
                .put("userPrincipalName", userPrincipalName)
                .put("displayName", userPrincipalName)
                .put("mail", userPrincipalName)
                .putNull("onPremisesSyncEnabled")
                .putNull("onPremisesSamAccountName")
                .putNull("onPremisesDomainName")
                .putNull("onPremisesSecurityIdentifier")
                .putArray("proxyAddresses")
                .add("SMTP:" + userPrincipalName);
    }

    /** Default yes. */
    public DirectoryUser accountEnabled(boolean enabled) {
        return set(user -> user.put("accountEnabled", enabled));
    }

    /** Whether the user is mastered on premises. Default no, which is null on the wire. */
    public DirectoryUser onPremisesSyncEnabled(boolean synced) {
        return set(user -> user.put("onPremisesSyncEnabled", synced ? Boolean.TRUE : null));
    }

    /** Default Member. */
    public DirectoryUser userType(String type) {
        return set(user -> user.put("userType", type));
    }

    /** Gives the user one more address of mail. */
    public DirectoryUser address(String address) {
        return set(user -> user.withArray("proxyAddresses").add("smtp:" + address));
    }

    /** Default the principal name. */
    public DirectoryUser mail(String address) {
        return set(user -> user.put("mail", address));
    }

    public DirectoryUser signInSessionsValidFrom(Instant time) {
        return set(user -> user.put("signInSessionsValidFromDateTime", Ticks.text(time, 0)));
    }

    public DirectoryUser lastPasswordChange(Instant time) {
        return set(user -> user.put("lastPasswordChangeDateTime", Ticks.text(time, 0)));
    }

    /** Gives the user a directory role, which makes the user privileged. */
    public synchronized DirectoryUser role(String displayName, String roleTemplateId) {
        memberships.add(membership("directoryRole", UUID.randomUUID().toString(), displayName)
                .put("roleTemplateId", roleTemplateId));
        return this;
    }

    /** Lets the user activate a directory role, which it does not hold before. */
    public synchronized DirectoryUser eligible(String displayName, String roleTemplateId) {
        eligible.put(roleTemplateId, displayName);
        return this;
    }

    /** Makes the user a member of a group; of one that is assignable to roles, which makes the user privileged. */
    public synchronized DirectoryUser group(String id, String displayName, boolean isAssignableToRole) {
        ObjectNode group = membership("group", id, displayName)
                .put("securityEnabled", true)
                .put("mailEnabled", false)
                .put("isAssignableToRole", isAssignableToRole ? Boolean.TRUE : null)
                .putNull("onPremisesSyncEnabled");
        group.putArray("groupTypes");
        memberships.add(group);
        return this;
    }

    /** Whether the account is enabled now, whatever the lag lets calls see. */
    public synchronized boolean enabled() {
        return newest.path("accountEnabled").asBoolean();
    }

    /** The passwords that were set, first one first. */
    public synchronized List<PasswordChange> passwordChanges() {
        return List.copyOf(passwordChanges);
    }

    /** When the sessions were revoked, first time first. */
    public synchronized List<Instant> revocations() {
        return List.copyOf(revocations);
    }

    synchronized boolean synced() {
        return newest.path("onPremisesSyncEnabled").asBoolean();
    }

    synchronized boolean privileged() {
        return memberships.stream()
                .anyMatch(membership -> membership.has("roleTemplateId")
                        || membership.path("isAssignableToRole").asBoolean());
    }

    synchronized List<ObjectNode> memberships() {
        return memberships.stream().map(ObjectNode::deepCopy).toList();
    }

    /** Names of roles by template id. */
    synchronized Map<String, String> eligible() {
        return Map.copyOf(eligible);
    }

    /** What calls see of the state at this time. */
    synchronized ObjectNode seen(Instant time) {
        Map.Entry<Instant, ObjectNode> state = states.floorEntry(time);
        return state == null ? newest.deepCopy() : state.getValue().deepCopy();
    }

    synchronized void enable(boolean enabled, Instant at) {
        change(at, user -> user.put("accountEnabled", enabled));
    }

    synchronized void revoke(Instant at) {
        revocations.add(at);
        change(at, user -> user.put("signInSessionsValidFromDateTime", Ticks.text(at, 0)));
    }

    synchronized void password(PasswordChange made) {
        passwordChanges.add(made);
        String time = Ticks.text(made.at(), 0);
        change(made.at(), user -> user.put("lastPasswordChangeDateTime", time)
                .put("signInSessionsValidFromDateTime", time));
    }

    private synchronized DirectoryUser set(Consumer<ObjectNode> change) {
        change.accept(newest);
        states.values().forEach(change);
        return this;
    }

    private void change(Instant at, Consumer<ObjectNode> change) {
        states.putIfAbsent(Instant.MIN, newest.deepCopy());
        change.accept(newest);
        states.put(at, newest.deepCopy());
    }

    private static ObjectNode membership(String type, String id, String displayName) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("@odata.type", "#microsoft.graph." + type)
                .put("id", id)
                .put("displayName", displayName);
    }
}
