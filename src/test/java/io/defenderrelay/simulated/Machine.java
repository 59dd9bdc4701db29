package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A device as Defender for Endpoint knows it, and how actions on it go. Safe for many threads. */
public final class Machine {

    private final ObjectNode json = Recorded.json("endpoint/machine.json");
    private final TreeMap<Instant, Boolean> online = new TreeMap<>();
    private MachineAction.@Nullable Pace pace;
    private @Nullable String failure;
    private boolean unknownOnce;

    Machine(String id, String name, Instant now) {
        json.remove("@odata.context");
        json.put("id", id).put("computerDnsName", name).putNull("aadDeviceId");
        json.putArray("machineTags");
        lastSeen(now);
    }

    /** Default Windows11. */
    public Machine osPlatform(String platform) {
        return put("osPlatform", platform);
    }

    /** Default Active. */
    public Machine healthStatus(String status) {
        return put("healthStatus", status);
    }

    /** Default Onboarded. */
    public Machine onboardingStatus(String status) {
        return put("onboardingStatus", status);
    }

    /** Default none. */
    public Machine aadDeviceId(String guid) {
        return put("aadDeviceId", guid);
    }

    /** Its device group. Default Workstations-EU. */
    public Machine group(String name) {
        return put("rbacGroupName", name);
    }

    /** Default the time at which it was added. */
    public Machine lastSeen(Instant time) {
        return put("lastSeen", Ticks.text(time, 7));
    }

    /** Default none. */
    public synchronized Machine tags(String... tags) {
        ArrayNode all = json.putArray("machineTags");
        for (String tag : tags) {
            all.add(tag);
        }
        return this;
    }

    /** How long new actions on this machine are Pending and then InProgress, in place of what holds for all. */
    public synchronized Machine takes(Duration pending, Duration inProgress) {
        this.pace = new MachineAction.Pace(pending, inProgress);
        return this;
    }

    private synchronized Machine put(String member, String value) {
        json.put(member, value);
        return this;
    }

    synchronized void online(Instant at, boolean reachable) {
        online.put(at, reachable);
    }

    synchronized void failNext(String troubleshootInfo) {
        this.failure = troubleshootInfo;
    }

    synchronized void unknownOnce() {
        this.unknownOnce = true;
    }

    synchronized boolean takeUnknown() {
        boolean unknown = unknownOnce;
        unknownOnce = false;
        return unknown;
    }

    synchronized @Nullable String takeFailure() {
        String taken = failure;
        failure = null;
        return taken;
    }

    synchronized MachineAction.Pace pace(MachineAction.Pace usual) {
        return pace == null ? usual : pace;
    }

    synchronized ObjectNode json() {
        return json.deepCopy();
    }

    String text(String member) {
        return json().path(member).asText();
    }

    /** When what was ordered then has found the machine online for so long without a break; null if not yet. */
    synchronized @Nullable Instant begins(Instant ordered, Duration pending) {
        Map.Entry<Instant, Boolean> before = online.floorEntry(ordered);
        boolean reachable = before == null || before.getValue();
        Instant since = ordered;
        for (Map.Entry<Instant, Boolean> change : online.tailMap(ordered, false).entrySet()) {
            if (reachable && !change.getKey().isBefore(since.plus(pending))) {
                return since.plus(pending);
            }
            reachable = change.getValue();
            since = change.getKey();
        }
        return reachable ? since.plus(pending) : null;
    }
}
