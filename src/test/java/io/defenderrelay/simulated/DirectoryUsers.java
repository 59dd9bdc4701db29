package io.defenderrelay.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The users of the directory: none at first. Safe for many threads. */
public final class DirectoryUsers {

    private final Map<String, DirectoryUser> users = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> groupRoles = new LinkedHashMap<>();
    private Duration lag = Duration.ZERO;
    private boolean limitedInformation;
    private boolean responderRole;
    private AddressQueries addressQueries = AddressQueries.ADVANCED;

    DirectoryUsers() {}

    /** Adds an enabled member of the cloud; returns its id. */
    public synchronized String add(String userPrincipalName) {
        String id = UUID.randomUUID().toString();
        users.put(id, new DirectoryUser(id, userPrincipalName));
        return id;
    }

    /** The user with this id, to be changed; throws NoSuchElementException when there is none. */
    public DirectoryUser user(String id) {
        return find(id).orElseThrow(() -> new NoSuchElementException("No user has the id " + id));
    }

    /** Takes the user away. */
    public synchronized void remove(String id) {
        users.remove(id);
    }

    /** How long reads still show what was before a change. Default zero. */
    public synchronized DirectoryUsers lag(Duration behind) {
        this.lag = behind;
        return this;
    }

    /** Whether memberships show id and type only, as when the token may not read them. Default no. */
    public synchronized DirectoryUsers limitedInformation(boolean limited) {
        this.limitedInformation = limited;
        return this;
    }

    /** Whether the applications hold a directory role that suffices for privileged users. Default no. */
    public synchronized DirectoryUsers responderRole(boolean held) {
        this.responderRole = held;
        return this;
    }

    /** Lets the members of a group activate a directory role; shown as the group's. */
    public synchronized DirectoryUsers groupEligible(String groupId, String displayName, String roleTemplateId) {
        groupRoles.computeIfAbsent(groupId, id -> new LinkedHashMap<>()).put(roleTemplateId, displayName);
        return this;
    }

    /** What an account or a group may activate: names of roles by template id. */
    synchronized Map<String, String> eligible(String principalId) {
        DirectoryUser user = users.get(principalId);
        return user == null ? groupRoles.getOrDefault(principalId, Map.of()) : user.eligible();
    }

    synchronized Optional<String> roleName(String roleTemplateId) {
        return Stream.concat(users.values().stream().map(DirectoryUser::eligible), groupRoles.values().stream())
                .map(roles -> roles.get(roleTemplateId))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** How filters on addresses are taken. Default {@code ADVANCED}. */
    public synchronized DirectoryUsers addressQueries(AddressQueries taken) {
        this.addressQueries = taken;
        return this;
    }

    synchronized AddressQueries addressQueries() {
        return addressQueries;
    }

    synchronized List<DirectoryUser> all() {
        return List.copyOf(users.values());
    }

    synchronized Optional<DirectoryUser> find(String idOrName) {
        DirectoryUser user = users.get(idOrName);
        return user != null
                ? Optional.of(user)
                : users.values().stream()
                        .filter(other -> other.seen(Instant.MAX)
                                .path("userPrincipalName")
                                .asText()
                                .equalsIgnoreCase(idOrName))
                        .findFirst();
    }

    synchronized Duration lag() {
        return lag;
    }

    synchronized boolean limited() {
        return limitedInformation;
    }

    /** Whether an application may change what is sensitive of this user. */
    synchronized boolean mayBeChanged(DirectoryUser user) {
        return responderRole || !user.privileged();
    }

    synchronized void reset() {
        users.clear();
        groupRoles.clear();
        lag(Duration.ZERO).limitedInformation(false).responderRole(false).addressQueries(AddressQueries.ADVANCED);
    }
}
