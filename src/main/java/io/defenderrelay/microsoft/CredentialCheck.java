package io.defenderrelay.microsoft;

import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.tenant.Credential;
import java.util.regex.Pattern;

/** Holds a tenant's stored credential against the tenant's settings: nobody signs in to a tenant they did not name. */
final class CredentialCheck {
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private CredentialCheck() {}

    /** Reads the credential; {@code fresh} reads it past every cache. */
    static Credential read(SignIn signIn, boolean fresh) {
        if (!GUID.matcher(signIn.tenantId()).matches()) {
            throw new ConfigurationException("The tenantId in the settings of tenant '" + signIn.alias()
                    + "' is no GUID: copy the directory's tenant id from Entra ID");
        }
        Credential credential = signIn.source().read(fresh);
        if (!signIn.tenantId().equalsIgnoreCase(credential.tenantId())) {
            throw new ConfigurationException("The tenantId in the settings of tenant '" + signIn.alias()
                    + "' and the tenantId in its secret differ: correct the wrong one; no sign-in was tried");
        }
        return credential;
    }
}
