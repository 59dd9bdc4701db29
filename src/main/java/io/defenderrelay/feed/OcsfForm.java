package io.defenderrelay.feed;

import io.defenderrelay.mapping.RevisionEvents;
import io.defenderrelay.model.Kind;
import io.defenderrelay.store.Reference;
import io.defenderrelay.store.StoredBody;
import io.defenderrelay.tenant.Tenant;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** An OCSF event, the very one that is put on the bus. */
record OcsfForm(Tenant tenant, RevisionEvents events) implements FindingForm {
    private static final long LARGEST = 200_000;

    /** An event repeats some of what it is made of. */
    @Override
    public long size(Reference reference) {
        return Math.min(LARGEST, reference.size() * 2);
    }

    @Override
    public boolean mayFit(Reference reference) {
        return true;
    }

    @Override
    public void write(Kind kind, Reference reference, StoredBody body, OutputStream out) {
        try {
            out.write(events.event(tenant, kind, reference, body).json());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
