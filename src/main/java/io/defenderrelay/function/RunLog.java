package io.defenderrelay.function;

import io.defenderrelay.sync.SyncReport;
import org.jboss.logging.Logger;

/** The one line that a sync run leaves in the log. */
final class RunLog {
    private RunLog() {}

    static void log(Logger log, String function, SyncReport report) {
        if (report.held()) {
            log.infof("%s held", function);
            return;
        }
        log.infof(
                "%s done created=%d updated=%d closed=%d seen=%d unreadable=%d late=%d calls=%d behind=%b holes=%d",
                function,
                report.created(),
                report.updated(),
                report.closed(),
                report.seen(),
                report.unreadable(),
                report.late(),
                report.calls(),
                report.behind(),
                report.holes());
        if (report.error() != null) {
            log.warnf("%s degraded message=\"%s\"", function, report.error().getMessage());
        }
    }
}
