/**
 * Everything that Microsoft's services say and how we ask them: sign-in, sending, paging, throttling, the JSON of
 * alerts, incidents and hunting results, and what is done to devices, accounts and mail. It alone knows Microsoft's JSON
 * and msal4j, so that a change on their side ends here. It must not import {@code aws} (credentials are handed in), nor
 * any feature.
 */
@NullMarked
package io.defenderrelay.microsoft;

import org.jspecify.annotations.NullMarked;
