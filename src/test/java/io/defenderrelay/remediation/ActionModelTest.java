package io.defenderrelay.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.BusServer;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.model.Requester;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.simulated.ExecutedAction;
import io.defenderrelay.simulated.Target;
import io.defenderrelay.store.ActionEntry;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random histories of requests, decisions of anybody, time, dying, frozen and doubled workers, lost answers and a Microsoft
 * that fails: no action without a valid approval, none twice, none lost, and every transition told.
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
            "collect-investigation-package",
            "disable-user",
            "force-password-change");

    private Random chance = new Random(0);
    private List<String> ids = new ArrayList<>();
    private List<String> faults = new ArrayList<>();

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
        assertThat(executed).isGreaterThan(HISTORIES / 2);
    }

    private int history(long seed) {
        chance = new Random(seed);
        ids = new ArrayList<>();
        faults = new ArrayList<>();
        microsoft.estate().actions().joinDuplicates(chance.nextBoolean());
        for (int step = 0; step < STEPS; step++) {
            anything();
        }
        settle();
        ids.forEach(this::judge);
        Set<String> known = new HashSet<>();
        for (ExecutedAction action : world.executed()) {
            String id = relayId(action.comment());
            if (!known.add(id)) {
                faults.add(id + " was executed twice");
            }
            judge(id, action);
        }
        if (microsoft.estate().users().user(world.user).passwordChanges().size() > sentPasswords()) {
            faults.add("a password was set twice");
        }
        return world.executed().size();
    }

    private void anything() {
        switch (chance.nextInt(12)) {
            case 0, 1 -> request();
            case 2, 3, 4 -> decide();
            case 5 -> world.clock.move(Duration.ofSeconds(chance.nextInt(200)));
            case 6 -> world.clock.move(Duration.ofMinutes(chance.nextInt(70)));
            case 7 -> trouble();
            case 8 ->
                world.policy(
                        chance.nextInt(3) == 0
                                ? ActionWorld.ALL_KINDS.replace("{\"enabled\"", "{\"killSwitch\":true,\"enabled\"")
                                : ActionWorld.ALL_KINDS);
            default -> work();
        }
    }

    private void request() {
        String body = world.body(KINDS.get(chance.nextInt(KINDS.size())));
        try {
            String key = "key-" + chance.nextInt(10);
            ids.add(world.request(key, body).path("id").asText());
        } catch (ConnectorException refused) {
            assertThat(refused).isNotNull();
        }
    }

    private void decide() {
        if (ids.isEmpty()) {
            return;
        }
        String id = ids.get(chance.nextInt(ids.size()));
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
        switch (chance.nextInt(6)) {
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
            default -> bus.refuse(event -> chance.nextInt(3) == 0 ? "ThrottlingException" : null);
        }
    }

    private void work() {
        int at = 1 + chance.nextInt(25);
        Boundaries boundaries =
                switch (chance.nextInt(9)) {
                    case 0, 1 -> Boundaries.cutBefore(at);
                    case 2, 3 -> Boundaries.cutAfter(at);
                    case 4 -> Boundaries.loseAnswer(at);
                    case 5 -> Boundaries.sendTwice(at);
                    case 6 -> Boundaries.freezeBefore(at, this::meanwhile);
                    default -> Boundaries.countOnly();
                };
        try {
            world.runner(boundaries).run(ActionWorld.ALIAS);
        } catch (ProcessCut | ConnectorException ended) {
            assertThat(ended).isNotNull();
        }
    }

    /** Less than a worker's timeout: one that slept longer is dead. */
    private void meanwhile() {
        decide();
        world.clock.move(Duration.ofSeconds(chance.nextInt(100)));
        try {
            world.runner().run(ActionWorld.ALIAS);
        } catch (ConnectorException ended) {
            assertThat(ended).isNotNull();
        }
    }

    private void settle() {
        microsoft.faults().clear();
        bus.refuse(event -> null);
        world.policy(ActionWorld.ALL_KINDS);
        for (int turn = 0; turn < 40; turn++) {
            world.work();
            world.clock.move(turn < 20 ? Duration.ofMinutes(2) : Duration.ofHours(6));
        }
    }

    private void judge(String id) {
        JsonNode action = world.state(id);
        List<ActionEntry> audit = world.audit(id);
        String state = action.path("state").asText();
        if (!List.of("succeeded", "failed", "timed-out", "cancelled", "rejected", "expired", "refused", "unknown")
                .contains(state)) {
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

    private void judge(String id, ExecutedAction executed) {
        JsonNode requested = null;
        JsonNode approval = null;
        for (ActionEntry entry : world.audit(id)) {
            JsonNode text = tree(entry.text());
            requested = requested == null ? text : requested;
            boolean before = !Instant.parse(text.path("at").asText()).isAfter(executed.at());
            if (text.path("event").asText().startsWith("approved") && before) {
                approval = text;
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
        if (List.of("rejected", "expired", "refused").contains(state)) {
            faults.add(id + " was executed and is " + state);
        }
    }

    private long sentPasswords() {
        return ids.stream()
                .distinct()
                .filter(id -> world.state(id).path("kind").asText().equals("force-password-change"))
                .filter(id ->
                        world.audit(id).stream().anyMatch(entry -> entry.state().equals("submitting")))
                .count();
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
