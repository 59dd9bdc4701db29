package io.defenderrelay.remediation;

import io.defenderrelay.answer.JsonAnswer;
import io.defenderrelay.aws.Bus;
import io.defenderrelay.aws.BusEvent;
import io.defenderrelay.model.Digest;
import io.defenderrelay.store.ActionEntry;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.Actions;
import io.defenderrelay.tenant.Tenant;
import java.util.List;

/**
 * Tells the bus of every transition, at least once, in the order of the audit. What the bus does not take is told at the next
 * run. A rule of the stack keeps what the bus was told in a log group: the witness of the audit.
 */
final class ActionEvents {
    private static final int MOST = 100;

    private final Actions actions;
    private final Bus bus;

    ActionEvents(Actions actions, Bus bus) {
        this.actions = actions;
        this.bus = bus;
    }

    /** Tells what was not told yet of an action, at most a hundred at once; returns how many events the bus took. */
    int tell(Tenant tenant, ActionRecord record) {
        List<ActionEntry> entries = actions.audit(record.alias(), record.id(), record.told(), MOST).stream()
                .filter(entry -> entry.number() <= record.version())
                .toList();
        int taken = 0;
        for (int at = 0; at < entries.size(); at += Bus.MOST) {
            List<ActionEntry> ten = entries.subList(at, Math.min(entries.size(), at + Bus.MOST));
            List<Bus.Fate> fates = bus.put(
                    ten.stream().map(entry -> event(tenant, record, entry)).toList());
            if (fates.stream().anyMatch(fate -> fate != Bus.Fate.TAKEN)) {
                break;
            }
            taken += ten.size();
        }
        if (taken > 0) {
            actions.told(record, entries.get(taken - 1).number());
        }
        return taken;
    }

    private static BusEvent event(Tenant tenant, ActionRecord record, ActionEntry entry) {
        String number = String.valueOf(entry.number());
        String detail = JsonAnswer.object(json -> {
                    json.writeStringField(
                            "uid",
                            Digest.of(tenant.settings().tenantId(), tenant.alias(), "action", record.id(), number));
                    json.writeStringField("tenant", tenant.alias());
                    json.writeStringField("kind", "action");
                    json.writeStringField("id", record.id());
                    json.writeNumberField("sequence", entry.number());
                    json.writeStringField("state", entry.state());
                    json.writeStringField("previous", entry.previous());
                    json.writeStringField("hash", entry.hash());
                    json.writeFieldName("entry");
                    json.writeRawValue(entry.text());
                })
                .body();
        return new BusEvent("Action " + entry.state(), detail);
    }
}
