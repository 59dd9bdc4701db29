package io.defenderrelay.remediation;

import io.defenderrelay.aws.Vault;
import io.defenderrelay.microsoft.SignIn;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.tenant.Tenant;
import java.time.Instant;

/**
 * One step's way to Microsoft for one tenant: two applications, of which one may act.
 *
 * @param deadline when every call must have ended
 */
record Session(Tenant tenant, Vault vault, Instant deadline) {

    /** Asks as one of the applications. */
    interface Question<T> {
        T ask(SignIn signIn);
    }

    /**
     * Reads as the reading application, or, where that one may not, as the acting one.
     *
     * @throws ConnectorException the reading application's problem when neither may
     */
    <T> T read(Question<T> question) {
        try {
            return question.ask(reader());
        } catch (PermissionException | SignInException | ConfigurationException readerMayNot) {
            try {
                return question.ask(responder());
            } catch (PermissionException | SignInException | ConfigurationException neither) {
                readerMayNot.addSuppressed(neither);
                throw readerMayNot;
            }
        }
    }

    /** Signs in as the application that acts. */
    SignIn responder() {
        return new SignIn(
                tenant.alias(),
                tenant.settings().tenantId(),
                tenant.settings().cloud(),
                fresh -> vault.responder(tenant.alias(), fresh));
    }

    /** Signs in as the application that only reads. */
    SignIn reader() {
        return new SignIn(
                tenant.alias(),
                tenant.settings().tenantId(),
                tenant.settings().cloud(),
                fresh -> vault.reader(tenant.alias(), fresh));
    }
}
