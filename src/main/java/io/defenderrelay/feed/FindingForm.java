package io.defenderrelay.feed;

import io.defenderrelay.mapping.RevisionEvents;
import io.defenderrelay.model.Kind;
import io.defenderrelay.store.Reference;
import io.defenderrelay.store.StoredBody;
import io.defenderrelay.tenant.Tenant;
import java.io.OutputStream;

/** The form in which the findings of one answer are written. */
interface FindingForm {
    /** About how many bytes a finding takes; more than that is possible, and then the answer ends earlier. */
    long size(Reference reference);

    /** Whether a finding could be in an answer at all. */
    boolean mayFit(Reference reference);

    void write(Kind kind, Reference reference, StoredBody body, OutputStream out);

    static FindingForm of(Format format, Tenant tenant, RevisionEvents events) {
        return switch (format) {
            case OCSF -> new OcsfForm(tenant, events);
            case GRAPH -> new GraphForm();
        };
    }
}
