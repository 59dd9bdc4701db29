package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.LeaseLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Runs a tenant's work once for each tick of its queue. A tick whose run could not be finished is given back to the queue. */
final class Ticks {
    private final Logger log;
    private final String function;
    private final Consumer<String> run;

    /** @param run does the work for the tenant of that alias, and leaves its line in the log */
    Ticks(Logger log, String function, Consumer<String> run) {
        this.log = log;
        this.function = function;
        this.run = run;
    }

    SQSBatchResponse answer(SQSEvent event) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSEvent.SQSMessage message : event.getRecords()) {
            LogContext.begin(function, message.getMessageId());
            Optional<String> alias = Tick.read(message.getBody());
            if (alias.isEmpty()) {
                log.warnf("%s refused reason=\"the message is no tick\"", function);
            } else if (!done(alias.get())) {
                failures.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(failures);
    }

    private boolean done(String alias) {
        LogContext.tenant(alias);
        try {
            run.accept(alias);
        } catch (LeaseLostException takenOver) {
            log.warnf("%s stopped reason=\"another run took over\"", function);
        } catch (ConnectorException problem) {
            log.errorf(
                    "%s failed code=%s message=\"%s\"", function, problem.type().code(), problem.getMessage());
            return false;
        }
        return true;
    }
}
