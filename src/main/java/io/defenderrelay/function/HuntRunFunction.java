package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.defenderrelay.hunting.HuntReport;
import io.defenderrelay.hunting.HuntRunner;
import io.defenderrelay.hunting.HuntTicket;
import io.defenderrelay.problem.ConnectorException;
import io.quarkus.funqy.Funq;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** {@code hunt-run}: asks Microsoft what a hunt asks, and stores the rows. */
public class HuntRunFunction {
    private static final Logger LOG = Logger.getLogger(HuntRunFunction.class);

    private final HuntRunner runner;

    public HuntRunFunction(HuntRunner runner) {
        this.runner = runner;
    }

    /** A ticket that could not be dealt with is given back to the queue; dealing with one twice changes nothing. */
    @Funq("hunt-run")
    public SQSBatchResponse huntRun(SQSEvent event) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSEvent.SQSMessage message : event.getRecords()) {
            LogContext.begin("hunt-run", message.getMessageId());
            Optional<HuntTicket> ticket = HuntTicket.read(message.getBody());
            if (ticket.isEmpty()) {
                LOG.warn("hunt-run refused reason=\"the message is no ticket\"");
            } else if (!done(ticket.get())) {
                failures.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(failures);
    }

    private boolean done(HuntTicket ticket) {
        LogContext.tenant(ticket.alias());
        try {
            HuntReport report = runner.run(ticket);
            LOG.infof(
                    "hunt-run done hunt=%s outcome=\"%s\" rows=%d bytes=%d chunks=%d code=%s",
                    ticket.id(), report.outcome(), report.rows(), report.bytes(), report.chunks(), report.code());
            return true;
        } catch (ConnectorException problem) {
            LOG.errorf(
                    "hunt-run failed hunt=%s code=%s message=\"%s\"",
                    ticket.id(), problem.type().code(), problem.getMessage());
            return false;
        }
    }
}
