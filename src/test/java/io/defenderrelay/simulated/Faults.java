package io.defenderrelay.simulated;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The faults of a tenant. Each method switches one on, for every call of the alert list, and hands back a {@link Fault}
 * to limit it: {@code tenant.faults().throttle("10").times(3)}. Several may be on at once: the first that answers in the
 * tenant's place wins, the others add up in the order in which they were switched on.
 */
public final class Faults {

    private final List<Fault> faults = new ArrayList<>();

    Faults() {}

    /** Switches every fault off. */
    public synchronized void clear() {
        faults.forEach(Fault::clear);
        faults.clear();
    }

    /** 429 without Retry-After. */
    public Fault throttle() {
        return add(AnswerEffect.of(call -> AnswerEffect.throttled(call, null)));
    }

    /** 429 with this Retry-After, be it seconds, a date or nonsense. */
    public Fault throttle(String retryAfter) {
        return add(AnswerEffect.of(call -> AnswerEffect.throttled(call, retryAfter)));
    }

    /** 429 with Retry-After in seconds. */
    public Fault throttle(Duration retryAfter) {
        return throttle(String.valueOf(retryAfter.toSeconds()));
    }

    /** 429 with Retry-After as an HTTP date. */
    public Fault throttle(Instant retryAt) {
        return throttle(DateTimeFormatter.RFC_1123_DATE_TIME.format(retryAt.atOffset(ZoneOffset.UTC)));
    }

    /** 401 though the token is good. */
    public Fault unauthorized() {
        return add(AnswerEffect.of(call ->
                call.target().api().unauthorized(call, call.target().api().expired())));
    }

    /** Any error status with the code UnknownError and no message. */
    public Fault status(int status) {
        return add(AnswerEffect.of(call -> AnswerEffect.unknown(call, status)));
    }

    /** 503 with this Retry-After, though what was asked for is done. */
    public Fault busyThoughDone(Duration retryAfter) {
        return add(AnswerEffect.spoiling(
                answer -> answer.with(503).with("Retry-After", String.valueOf(retryAfter.toSeconds()))));
    }

    /** Just this answer. */
    public Fault answer(int status, String contentType, String body) {
        return add(AnswerEffect.of(call -> Answer.of(status, contentType, Body.of(body))));
    }

    /** 200 with a proxy's page. */
    public Fault html() {
        return answer(200, "text/html", "<!DOCTYPE html><html><body>Please sign in to the proxy</body></html>");
    }

    /** 200 with no byte of body. */
    public Fault emptyBody() {
        return answer(200, "application/json", "");
    }

    /** 204. */
    public Fault noContent() {
        return answer(204, "application/json", "");
    }

    /** 200 with JSON that has no member {@code value}. */
    public Fault withoutValue() {
        return answer(200, "application/json", "{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata\"}");
    }

    /** 302 to this place. */
    public Fault redirect(String location) {
        return add(
                AnswerEffect.of(call -> Answer.of(302, "text/html", Body.of("")).with("Location", location)));
    }

    /** The connection is reset before any byte of the answer, though what was asked for is done. */
    public Fault connectionReset() {
        return add(AnswerEffect.reset());
    }

    /** The connection is reset before anything is done. */
    public Fault connectionResetUnread() {
        return add(AnswerEffect.resetUnread());
    }

    /** The connection breaks within the body. */
    public Fault brokenOff() {
        return add(AnswerEffect.brokenOff());
    }

    /** Half of the JSON, sent as if whole. */
    public Fault truncatedBody() {
        return add(AnswerEffect.spoiling(AnswerEffect::halved));
    }

    /** Half of the gzip stream, sent as if whole. */
    public Fault truncatedGzip() {
        return add(AnswerEffect.spoiling(AnswerEffect::halfGzip));
    }

    /** Claims gzip and sends plain JSON. */
    public Fault wrongGzip() {
        return add(AnswerEffect.spoiling(answer -> answer.with("Content-Encoding", "gzip")));
    }

    /** A small gzip body that unpacks to so many bytes of valid JSON, nearly all blanks. */
    public Fault gzipBomb(long unpackedBytes) {
        byte[] bomb = Gzip.bomb(unpackedBytes);
        return add(AnswerEffect.of(call -> Answer.json(200, Body.of(bomb)).with("Content-Encoding", "gzip")));
    }

    /** A byte order mark before the JSON. */
    public Fault byteOrderMark() {
        return add(AnswerEffect.spoiling(AnswerEffect::marked));
    }

    /** 206, or 200, with a Warning header: some provider did not answer. */
    public Fault partial(int status) {
        return add(AnswerEffect.spoiling(
                answer -> answer.with(status).with("Warning", "199 - \"Microsoft/MDATP/504/10000\"")));
    }

    /** Each byte of the body takes so long. */
    public Fault slowBody(Duration eachByte) {
        return add(AnswerEffect.spoiling(answer -> answer.with(answer.delivery().slow(eachByte))));
    }

    /** The answer begins so late. */
    public Fault slowFirstByte(Duration delay) {
        return add(AnswerEffect.spoiling(answer -> answer.with(answer.delivery().late(delay))));
    }

    /** Ignores {@code $orderby}: newest first. */
    public Fault ignoreOrder() {
        return add(ListEffect.order(ListOrder.NEWEST_FIRST));
    }

    /** Ignores {@code $orderby}: any order, the same for every page of a seed. */
    public Fault shuffle(long seed) {
        return add(ListEffect.order(ListOrder.shuffled(seed)));
    }

    /** 500 for every page that would contain this alert. */
    public Fault poison(String alertId) {
        return add(ListEffect.poison(alertId));
    }

    /** Pages with no rows, but with a nextLink to the rows held back. */
    public Fault emptyPage() {
        return add(ListEffect.empty());
    }

    /** Follow-up pages begin with the last rows of the page before. */
    public Fault repeatRows(int rows) {
        return add(ListEffect.repeat(rows));
    }

    /** Pages smaller than {@code $top}. */
    public Fault pageSize(int rows) {
        return add(ListEffect.sizes(0, rows, rows));
    }

    /** Pages of a random size in these bounds, never above {@code $top}. */
    public Fault pageSizes(long seed, int least, int most) {
        return add(ListEffect.sizes(seed, least, most));
    }

    /** NextLinks lead to the page they stand on. */
    public Fault linkToItself() {
        return add(LinkEffect.toItself());
    }

    /** NextLinks lead from the first page to the second, and from there to the first. */
    public Fault linkBackAndForth() {
        return add(LinkEffect.backAndForth());
    }

    /** NextLinks become what this makes of them. */
    public Fault link(UnaryOperator<String> change) {
        return add(LinkEffect.changed(change));
    }

    /** NextLinks that a client must not follow. */
    public Fault link(HostileLink hostile) {
        return link(usual -> hostile.from(URI.create(usual)));
    }

    /** No nextLink beyond this offset, though there are more rows. */
    public Fault stopPagingAt(int offset) {
        return add(LinkEffect.stopAt(offset));
    }

    /** NextLinks work so many times in a row, then answer 400 Invalid Skip Token. */
    public Fault expireLinks(int follows) {
        return expireLinks(follows, 400, "", "Invalid Skip Token");
    }

    /** NextLinks work so many times in a row, then answer this error. */
    public Fault expireLinks(int follows, int status, String code, String message) {
        return add(LinkEffect.expired(follows, status, code, message));
    }

    /** Calls that are right in every way get this answer. */
    Fault failing(Function<Call, Answer> failure) {
        return add(AnswerEffect.failing(failure));
    }

    synchronized List<Effect> striking(Call call) {
        return faults.stream()
                .filter(fault -> fault.strikes(call))
                .map(Fault::effect)
                .toList();
    }

    private synchronized Fault add(Effect effect) {
        Fault fault = new Fault(effect, Target.LIST);
        faults.add(fault);
        return fault;
    }
}
