package io.defenderrelay.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.BusServer;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.model.Requester;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.simulated.DirectoryUser;
import io.defenderrelay.simulated.ExecutedAction;
import io.defenderrelay.simulated.MailRemediations;
import io.defenderrelay.simulated.PasswordChange;
import io.defenderrelay.simulated.Target;
import io.defenderrelay.store.ActionEntry;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random histories of requests, decisions of anybody, time, dying, frozen and doubled workers, lost answers and a Microsoft
 * that fails and is slow to show what it took: no action without a valid approval, none twice, none lost, and every transition
 * told.
 */
@QuarkusTest
class ActionModelTest extends ActionRuns {
    private static final int HISTORIES = Integer.getInteger("remediation.histories", 25);
    private static final int STEPS = 40;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Requester> PEOPLE =
            List.of(ActionWorld.ANALYST, ActionWorld.LEAD, ActionWorld.OTHER_LEAD);
    private static final List<String> KINDS = List.of(
            "isolate-device",
            "release-device",
            "scan-device",
            "stop-and-quarantine-file",
            "disable-user",
            "remediate-mail",
            "revoke-sessions",
            "force-password-change");

    /** What is sent, and how Microsoft calls it. */
    private static final Set<String> SENDING = Set.of("POST", "PATCH");

    private static final Set<String> ENDS = Set.of(
            "succeeded",
            "handed-over",
            "failed",
            "timed-out",
            "cancelled",
            "rejected",
            "expired",
            "refused",
            "unknown");

    private Random chance = new Random(0);
    private List<String> ids = new ArrayList<>();
    private List<String> devices = new ArrayList<>();
    private List<String> faults = new ArrayList<>();
    private NavigableMap<Instant, Boolean> killed = new TreeMap<>();

    @Test
    void nothingIsDoneUnapprovedOrTwiceAndNothingIsLost() {
        List<String> all = new ArrayList<>();
        int executed = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            world = new ActionWorld(api, microsoft, bus);
            executed += history(seed);
            for (String fault : faults) {
                all.add("seed " + seed + ": " + fault);
            }
        }

        assertThat(all).isEmpty();
        assertThat(executed).as("actions executed in all").isGreaterThan(HISTORIES);
    }

    /** Returns how many actions Microsoft executed. */
    private int history(long seed) {
        chance = new Random(seed);
        ids = new ArrayList<>();
        faults = new ArrayList<>();
        killed = new TreeMap<>(Map.of(Instant.MIN, false));
        devices = new ArrayList<>(List.of(world.device));
        for (String name : List.of("fin-lt-015", "fin-lt-016", "fin-lt-017")) {
            devices.add(microsoft.estate().machines().add(name));
        }
        microsoft
                .estate()
                .actions()
                .joinDuplicates(chance.nextBoolean())
                .unseenFor(Duration.ofSeconds(chance.nextInt(55)))
                .takes(Duration.ofSeconds(chance.nextInt(5)), Duration.ofSeconds(chance.nextInt(40)));
        for (int step = 0; step < STEPS; step++) {
            anything();
        }
        settle();
        List<String> known = ids.stream().distinct().toList();
        known.forEach(this::judge);
        Set<String> once = new HashSet<>();
        for (ExecutedAction action : world.executed()) {
            String id = relayId(action.comment());
            if (!once.add(id)) {
                faults.add(id + " was executed twice");
            }
            judge(id, action.at());
        }
        DirectoryUser user = microsoft.estate().users().user(world.user);
        judge(
                "force-password-change",
                known,
                user.passwordChanges().stream().map(PasswordChange::at).toList());
        judge("revoke-sessions", known, user.revocations());
        judge(
                "remediate-mail",
                known,
                microsoft.estate().mail().requests().stream()
                        .map(MailRemediations.Request::at)
                        .toList());
        return world.executed().size() + user.passwordChanges().size();
    }

    private void anything() {
        switch (chance.nextInt(14)) {
            case 0, 1 -> request();
            case 2 -> {
                request();
                world.work();
                agree();
            }
            case 3, 4, 5 -> decide();
            case 6, 7 -> world.clock.move(Duration.ofSeconds(chance.nextInt(90)));
            case 8 -> world.clock.move(Duration.ofMinutes(chance.nextInt(70)));
            case 9 -> trouble();
            case 10 -> kill(chance.nextInt(3) == 0);
            default -> work();
        }
    }

    private void kill(boolean on) {
        world.clock.move(Duration.ofMillis(1));
        killed.put(world.clock.instant(), on);
        String policy = ActionWorld.ALL_KINDS;
        world.policy(on ? policy.replace("{\"enabled\"", "{\"killSwitch\":true,\"enabled\"") : policy);
    }

    private void request() {
        String body = world.body(KINDS.get(chance.nextInt(KINDS.size())))
                .replace(world.device, devices.get(chance.nextInt(devices.size())))
                .replace("a".repeat(40), String.valueOf(chance.nextInt(2)).repeat(40));
        Requester who = PEOPLE.get(chance.nextInt(PEOPLE.size()));
        try {
            Remediation.Ask ask = new Remediation.Ask(who, "key-" + chance.nextInt(10), body);
            ids.add(ActionWorld.tree(world.remediation().request(world.tenant(), ask))
                    .path("id")
                    .asText());
        } catch (ConnectorException refused) {
            assertThat(refused).isNotNull();
        }
    }

    /** Somebody who may approves the youngest. */
    private void agree() {
        if (ids.isEmpty()) {
            return;
        }
        String id = ids.get(ids.size() - 1);
        for (Requester who : PEOPLE) {
            try {
                world.approve(id, who);
            } catch (ConnectorException refused) {
                assertThat(refused).isNotNull();
            }
        }
    }

    private void decide() {
        if (ids.isEmpty()) {
            return;
        }
        String id = ids.get(Math.max(0, ids.size() - 1 - chance.nextInt(4)));
        Requester who = PEOPLE.get(chance.nextInt(PEOPLE.size()));
        try {
            switch (chance.nextInt(8)) {
                case 0 -> world.remediation().reject(world.tenant(), id, who, "");
                case 1 -> world.remediation().cancel(world.tenant(), id, who, "");
                case 2 -> world.remediation().approve(world.tenant(), id, who, "{\"requestHash\":\"0\"}");
                default -> world.approve(id, who);
            }
        } catch (ConnectorException refused) {
            assertThat(refused).isNotNull();
        }
    }

    private void trouble() {
        switch (chance.nextInt(7)) {
            case 0 ->
                microsoft
                        .faults()
                        .connectionReset()
                        .on(Target.MACHINE_ACTION_POST)
                        .times(1);
            case 1 ->
                microsoft.faults().brokenOff().on(Target.MACHINE_ACTION_POST).times(1);
            case 2 -> microsoft.faults().status(500).on(Target.MACHINE_ACTIONS).times(3);
            case 3 ->
                microsoft.faults().throttle("7").on(Target.MACHINE_ACTION_POST).times(1);
            case 4 -> microsoft.faults().connectionReset().on(Target.USER_WRITE).times(1);
            case 5 -> microsoft.faults().connectionReset().on(Target.MAIL).times(1);
            default -> bus.refuse(event -> chance.nextInt(3) == 0 ? "ThrottlingException" : null);
        }
    }

    private void work() {
        boolean sending = chance.nextBoolean();
        int at = 1 + chance.nextInt(sending ? 4 : 25);
        Boundaries boundaries =
                switch (chance.nextInt(10)) {
                    case 0, 1 -> Boundaries.cutBefore(at);
                    case 2, 3 -> Boundaries.cutAfter(at);
                    case 4 -> Boundaries.loseAnswer(at);
                    case 5 -> Boundaries.sendTwice(at);
                    case 6, 7 -> Boundaries.freezeBefore(at, this::meanwhile);
                    case 8 -> Boundaries.countOnly().amid(this::slowly);
                    default -> Boundaries.countOnly();
                };
        try {
            world.runner(sending ? boundaries.among(SENDING) : boundaries).run(ActionWorld.ALIAS);
        } catch (ProcessCut | ConnectorException ended) {
            assertThat(ended).isNotNull();
        }
    }

    /** What takes its time with each call; all calls of a run together take less than a worker's timeout. */
    private void slowly() {
        world.clock.move(Duration.ofSeconds(chance.nextInt(8)));
    }

    /** Less than a worker's timeout: one that slept longer is dead. */
    private void meanwhile() {
        decide();
        world.clock.move(Duration.ofSeconds(chance.nextInt(110)));
        for (int runs = chance.nextInt(3); runs >= 0; runs--) {
            try {
                world.runner().run(ActionWorld.ALIAS);
            } catch (ConnectorException ended) {
                assertThat(ended).isNotNull();
            }
        }
    }

    private void settle() {
        microsoft.faults().clear();
        bus.refuse(event -> null);
        kill(false);
        for (int turn = 0; turn < 40; turn++) {
            world.work();
            world.clock.move(turn < 20 ? Duration.ofMinutes(2) : Duration.ofHours(6));
        }
    }

    private void judge(String id) {
        JsonNode action = world.state(id);
        List<ActionEntry> audit = world.audit(id);
        String state = action.path("state").asText();
        if (!ENDS.contains(state)) {
            faults.add(id + " is lost in state " + state);
        }
        boolean ours = !action.path("adopted").asBoolean();
        if (state.equals("succeeded") && ours && action.has("remoteId")) {
            boolean done = world.executed().stream().anyMatch(sent -> id.equals(relayId(sent.comment())));
            if (!done && !action.path("kind").asText().contains("user")) {
                faults.add(id + " is told to have succeeded and was never executed");
            }
        }
        Set<String> told = new HashSet<>();
        for (BusServer.Taken event : world.events(id)) {
            told.add(event.detail().path("hash").asText());
        }
        Set<String> entered =
                new HashSet<>(audit.stream().map(ActionEntry::hash).toList());
        if (!told.equals(entered)) {
            faults.add(id + " has " + entered.size() + " entries, and events for " + told.size());
        }
        String before = "";
        for (ActionEntry entry : audit) {
            if (!entry.previous().equals(before)) {
                faults.add(id + " has a gap in its audit before entry " + entry.number());
            }
            before = entry.hash();
        }
        if (audit.size() != action.path("version").asLong()) {
            faults.add(id + " has another version than entries");
        }
    }

    /** What Microsoft did for an action: it must have been agreed to, in time, and nothing may have forbidden it. */
    private void judge(String id, Instant executed) {
        JsonNode requested = null;
        JsonNode approval = null;
        Instant until = Instant.MAX;
        for (ActionEntry entry : world.audit(id)) {
            JsonNode text = tree(entry.text());
            requested = requested == null ? text : requested;
            Instant at = Instant.parse(text.path("at").asText());
            if (entry.state().equals("awaiting-approval")) {
                until = Instant.parse(text.path("facts").path("approvalBy").asText());
            }
            if (text.path("event").asText().startsWith("approved") && !at.isAfter(executed)) {
                approval = text;
                if (!at.isBefore(until)) {
                    faults.add(id + " was approved too late");
                }
                if (executed.isAfter(at.plus(Duration.ofHours(1)).plusSeconds(120))) {
                    faults.add(id + " was executed long after its approval");
                }
            }
        }
        if (requested == null || approval == null) {
            faults.add(id + " was executed without approval");
            return;
        }
        boolean scan = requested.path("facts").path("kind").asText().equals("scan-device");
        if (!scan && approval.path("by").equals(requested.path("by"))) {
            faults.add(id + " was approved by its requester");
        }
        if (!scan && approval.path("by").asText().equals("relay")) {
            faults.add(id + " was approved by nobody");
        }
        String state = world.word(id);
        boolean began = world.audit(id).stream().anyMatch(entry -> entry.state().equals("submitting"));
        if (!began || List.of("rejected", "expired", "refused").contains(state)) {
            faults.add(id + " was executed and is " + state);
        }
        if (killed.floorEntry(executed).getValue()) {
            faults.add(id + " was executed while the kill switch was on");
        }
    }

    /** What shows no id of ours: at each time that it was done an action must have been being sent, each time another one. */
    private void judge(String kind, List<String> known, List<Instant> times) {
        List<String> free = new ArrayList<>(known.stream()
                .filter(id -> world.state(id).path("kind").asText().equals(kind))
                .toList());
        for (Instant time : times) {
            Optional<String> of =
                    free.stream().filter(id -> beingSent(id, time)).findFirst();
            if (of.isEmpty()) {
                faults.add(kind + " was done twice, or unasked");
            }
            of.ifPresent(id -> {
                free.remove(id);
                judge(id, time);
            });
        }
    }

    private boolean beingSent(String id, Instant time) {
        boolean sending = false;
        for (ActionEntry entry : world.audit(id)) {
            Instant at = Instant.parse(tree(entry.text()).path("at").asText());
            if (sending && !at.isBefore(time)) {
                return true;
            }
            sending = entry.state().equals("submitting") && !at.isAfter(time);
        }
        return sending;
    }

    private static String relayId(String comment) {
        int at = comment.indexOf("[relay:");
        return at < 0 ? "" : comment.substring(at + 7, at + 39);
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException notJson) {
            throw new AssertionError(notJson);
        }
    }
}
