package io.defenderrelay.simulated;

import com.github.tomakehurst.wiremock.http.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Effects on whole answers: another in its place, or the right one spoilt. */
final class AnswerEffect {

    private AnswerEffect() {}

    static Effect of(Function<Call, Answer> answer) {
        return new Effect() {
            @Override
            public @Nullable Answer instead(Call call) {
                return answer.apply(call);
            }
        };
    }

    static Effect spoiling(UnaryOperator<Answer> change) {
        return new Effect() {
            @Override
            public Answer spoil(Answer answer) {
                return change.apply(answer);
            }
        };
    }

    /** Fails what was found to be right. */
    static Effect failing(Function<Call, Answer> failure) {
        return new Effect() {
            @Override
            public Answer fail(Call call, List<StoredRecord> rows) {
                return failure.apply(call);
            }
        };
    }

    /** 429 in the words of the endpoint that was called. */
    static Answer throttled(Call call, @Nullable String retryAfter) {
        if (call.target().api() == Api.DEFENDER) {
            return DefenderErrors.throttled(retryAfter);
        }
        if (call.target() != Target.SIGN_IN) {
            return GraphErrors.throttled(call, retryAfter);
        }
        Answer busy = SignInFailure.BUSY.answer(call, new SignInFailure.Words("", "", "", ""));
        return retryAfter == null ? busy : busy.with("Retry-After", retryAfter);
    }

    /** Any other status, in the words of the endpoint that was called. */
    static Answer unknown(Call call, int status) {
        return call.target().api() == Api.DEFENDER
                ? DefenderErrors.error(status, "InternalServerError", "")
                : GraphErrors.unknown(call, status);
    }

    static Effect reset() {
        return broken(Fault.CONNECTION_RESET_BY_PEER);
    }

    /** The line breaks before the call has come in. */
    static Effect resetUnread() {
        Answer.Delivery broken = new Answer.Delivery(Duration.ZERO, Duration.ZERO, Fault.CONNECTION_RESET_BY_PEER);
        return of(call -> Answer.json(500, Body.of("")).with(broken));
    }

    static Effect brokenOff() {
        return broken(Fault.MALFORMED_RESPONSE_CHUNK);
    }

    static Answer halved(Answer answer) {
        byte[] whole = answer.body().plain();
        return answer.with(Body.of(Arrays.copyOf(whole, whole.length / 2)));
    }

    static Answer halfGzip(Answer answer) {
        byte[] whole = answer.body().gzip();
        return answer.with(Body.of(Arrays.copyOf(whole, whole.length / 2))).with("Content-Encoding", "gzip");
    }

    static Answer marked(Answer answer) {
        String text = new String(answer.body().plain(), StandardCharsets.UTF_8);
        return answer.with(Body.of("\uFEFF" + text));
    }

    private static Effect broken(Fault fault) {
        return spoiling(answer -> answer.with(new Answer.Delivery(Duration.ZERO, Duration.ZERO, fault)));
    }
}
