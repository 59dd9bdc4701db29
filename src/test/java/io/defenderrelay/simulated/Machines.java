package io.defenderrelay.simulated;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The devices of the tenant: none at first. Safe for many threads. */
public final class Machines {

    private final Supplier<Instant> now;
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private boolean emptyIsNotFound;

    Machines(Supplier<Instant> now) {
        this.now = now;
    }

    /** Adds an onboarded Windows 11 device of this DNS name, online; returns its id of 40 hexadecimal digits. */
    public synchronized String add(String name) {
        String digits = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
        String id = digits.substring(0, 40).toLowerCase(Locale.ROOT);
        machines.put(id, new Machine(id, name, now.get()));
        return id;
    }

    /** The device with this id, to be changed; throws NoSuchElementException when there is none. */
    public Machine machine(String id) {
        return find(id).orElseThrow(() -> new NoSuchElementException("No machine has the id " + id));
    }

    /** Takes the device away, as retention does. */
    public synchronized void remove(String id) {
        machines.remove(id);
    }

    /** From now on actions that have not begun stay Pending, and become TimeOut 72 hours after they were asked for. */
    public void offline(String id) {
        machine(id).online(now.get(), false);
    }

    /** From now on actions go on. */
    public void online(String id) {
        machine(id).online(now.get(), true);
    }

    /** Lets the next action on the device fail, for this reason. */
    public void failNext(String id, String troubleshootInfo) {
        machine(id).failNext(troubleshootInfo);
    }

    /** Answers 404 to the next action that is asked for on the device. */
    public void firstTry404(String id) {
        machine(id).unknownOnce();
    }

    /** Whether a list without rows is answered with 404, as is documented for no recent machines. Default no. */
    public synchronized Machines emptyIsNotFound(boolean notFound) {
        this.emptyIsNotFound = notFound;
        return this;
    }

    synchronized boolean emptyIsNotFound() {
        return emptyIsNotFound;
    }

    synchronized Optional<Machine> find(String id) {
        return Optional.ofNullable(machines.get(id));
    }

    synchronized List<Machine> all() {
        return List.copyOf(machines.values());
    }

    synchronized void reset() {
        machines.clear();
        emptyIsNotFound = false;
    }
}
