package io.defenderrelay.hunting;

import io.defenderrelay.answer.Answer;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.model.Digest;
import io.defenderrelay.model.Pause;
import io.defenderrelay.model.Requester;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.problem.QueryException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UnprocessableException;
import io.defenderrelay.store.Hunt;
import io.defenderrelay.store.HuntQuota;
import io.defenderrelay.store.HuntRows;
import io.defenderrelay.store.Hunts;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What callers do with hunts: ask, look, read rows, cancel. It keeps and reads state; Microsoft is asked by workers. */
public final class Hunting {
    private static final Duration ALLOWED = Duration.ofHours(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration TICKET_LOST = Duration.ofMinutes(10);
    private static final Duration FULL = Duration.ofSeconds(30);
    private static final int MOST_OPEN = 100;
    private static final int NO_CONTENT = 204;

    private final HuntTemplates templates;
    private final Hunts hunts;
    private final HuntRows rows;
    private final HuntQuota quota;
    private final Queue queue;
    private final Clock clock;
    private final Pause pause;

    public Hunting(
            HuntTemplates templates,
            Hunts hunts,
            HuntRows rows,
            HuntQuota quota,
            Queue queue,
            Clock clock,
            Pause pause) {
        this.templates = templates;
        this.hunts = hunts;
        this.rows = rows;
        this.quota = quota;
        this.queue = queue;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * A request to hunt.
     *
     * @param raw whether it brings KQL of its own rather than a template's name
     * @param key the caller's, for this hunt
     * @param patience how long the answer may wait for the hunt's end
     */
    public record Ask(Requester requester, boolean raw, String key, Duration patience, String body) {
        String hash() {
            return Digest.of(body, String.valueOf(requester.onBehalfOf()));
        }

        String id(String alias) {
            return Digest.of(alias, requester.principal(), raw ? "raw" : "template", key);
        }
    }

    /**
     * Enters the hunt, unless it is entered already: the same key with the same body is the same hunt.
     *
     * @throws UnprocessableException when the key was used for another hunt
     */
    public Answer ask(Tenant tenant, Ask ask) {
        if (!tenant.active() || !tenant.settings().hunting()) {
            throw new ConflictException(
                    "Hunting is off for this tenant: set hunting.enabled to true in its settings, and its state to active",
                    null);
        }
        HuntRequest request =
                ask.raw() ? HuntRequest.ofQuery(ask.body()) : HuntRequest.ofTemplate(ask.body(), templates);
        String id = ask.id(tenant.alias());
        Instant until = clock.instant().plus(ask.patience());
        Hunt hunt = enter(tenant, ask, request, id);
        while (!view(hunt).state().ended() && clock.instant().plus(LOOK_AGAIN).isBefore(until)) {
            pause.sleep(LOOK_AGAIN);
            hunt = find(tenant.alias(), id);
        }
        return view(hunt).accepted();
    }

    /** The hunt as it is now. */
    public Answer state(String alias, String id) {
        return view(find(alias, id)).shown();
    }

    /**
     * Rows of a hunt that succeeded.
     *
     * @param after how many rows the caller has
     * @throws QueryException and others: why the hunt failed
     * @throws ConflictException when it has not ended
     */
    public Answer rows(String alias, String id, RowFormat format, long after, int limit) {
        Hunt hunt = find(alias, id);
        HuntView view = view(hunt);
        switch (view.state()) {
            case SUCCEEDED -> {
                return new RowPage(hunt, format).read(rows, after, limit);
            }
            case FAILED ->
                throw new QueryException(
                        HuntView.type(view.fault()), view.fault().message(), HuntView.facts(view.fault()));
            case CANCELLED ->
                throw new ConflictException("The hunt was cancelled before it began: it has no rows", null);
            case QUEUED, WAITING, RUNNING ->
                throw new ConflictException(
                        "The hunt has not ended: ask for its rows when its state is succeeded", view.nextLook());
        }
        throw new IllegalStateException("A hunt without a state");
    }

    /** Ends a hunt that nobody is working at, and shows any other, with its rows, to nobody any more. Safe to repeat. */
    public Answer cancel(String alias, String id) {
        Hunt hunt = kept(alias, id);
        if (!hunts.cancel(hunt, clock.instant())) {
            hunts.hide(hunt);
        }
        return new Answer(NO_CONTENT, "", Map.of(), "", 0);
    }

    /** All templates. */
    public Answer templates() {
        return TemplateList.answer(templates.all());
    }

    private Hunt enter(Tenant tenant, Ask ask, HuntRequest request, String id) {
        String alias = tenant.alias();
        Instant now = clock.instant();
        boolean known = hunts.find(alias, id, now).isPresent();
        if (!known && hunts.open(alias, MOST_OPEN, now).size() == MOST_OPEN) {
            throw new ThrottledException("The relay, with " + MOST_OPEN + " hunts of this tenant open,", FULL);
        }
        Hunts.Question question = new Hunts.Question(
                ask.hash(),
                ask.requester(),
                request.query(),
                request.template(),
                request.timespan(),
                request.maxRows());
        Instant keptUntil = now.plus(tenant.settings().retention());
        if (!hunts.claimId(alias, id, question, now, keptUntil)) {
            throw new UnprocessableException(
                    "Idempotency-Key", "This Idempotency-Key was used for another hunt: take a new one");
        }
        if (!known) {
            hunts.enter(alias, id, question, now, ALLOWED, keptUntil);
            quota.count(alias, HuntQuota.Count.ASKED, now);
        }
        Hunt hunt = find(alias, id);
        // Also of a hunt that is known: the process that entered it may have ended before it sent the ticket.
        // Noted after it is sent: two tickets cost little, none would cost the hunt.
        boolean begun = hunt.attempt() > 0 || hunt.state() != Hunt.State.QUEUED;
        if (!begun && hunt.withoutTicketSince(now.minus(TICKET_LOST))) {
            queue.send(new HuntTicket(alias, id).text());
            hunts.ticketSent(hunt, now);
        }
        return hunt;
    }

    private Hunt find(String alias, String id) {
        Hunt hunt = kept(alias, id);
        if (hunt.hidden()) {
            throw unknown();
        }
        return hunt;
    }

    private Hunt kept(String alias, String id) {
        if (!HuntTicket.isId(id)) {
            throw unknown();
        }
        Instant now = clock.instant();
        Hunt hunt = hunts.find(alias, id, now).orElseThrow(Hunting::unknown);
        if (!hunt.overdue(now)) {
            return hunt;
        }
        // Written down, not only shown: a worker that wakes too late must not make it a success after all.
        if (hunts.giveUp(hunt, HuntView.OVERDUE, now)) {
            quota.count(alias, HuntQuota.Count.FAILED, now);
        }
        return hunts.find(alias, id, now).orElseThrow(Hunting::unknown);
    }

    private static NotFoundException unknown() {
        return new NotFoundException("There is no such hunt: it was never asked, was deleted, or is no longer kept");
    }

    private HuntView view(Hunt hunt) {
        return new HuntView(hunt, clock.instant());
    }
}
