package io.defenderrelay.architecture.planted.remediation;

import io.defenderrelay.architecture.planted.PlantedRoot;
import io.defenderrelay.architecture.planted.alert.AlertRoom;
import io.defenderrelay.architecture.planted.answer.AnswerRoom;
import io.defenderrelay.architecture.planted.aws.AwsRoom;
import io.defenderrelay.architecture.planted.delivery.DeliveryRoom;
import io.defenderrelay.architecture.planted.feed.FeedRoom;
import io.defenderrelay.architecture.planted.function.FunctionRoom;
import io.defenderrelay.architecture.planted.hunting.HuntingRoom;
import io.defenderrelay.architecture.planted.incident.IncidentRoom;
import io.defenderrelay.architecture.planted.mapping.MappingRoom;
import io.defenderrelay.architecture.planted.microsoft.MicrosoftRoom;
import io.defenderrelay.architecture.planted.model.ModelRoom;
import io.defenderrelay.architecture.planted.ocsf.OcsfRoom;
import io.defenderrelay.architecture.planted.problem.ProblemRoom;
import io.defenderrelay.architecture.planted.store.StoreRoom;
import io.defenderrelay.architecture.planted.sync.SyncRoom;
import io.defenderrelay.architecture.planted.tenant.TenantRoom;
import io.defenderrelay.architecture.planted.writeback.WritebackRoom;
import java.util.List;

/** Imports every room there is. */
public final class RemediationRoom {
    List<Class<?>> imports() {
        return List.of(
                PlantedRoot.class,
                AlertRoom.class,
                AnswerRoom.class,
                AwsRoom.class,
                DeliveryRoom.class,
                FeedRoom.class,
                FunctionRoom.class,
                HuntingRoom.class,
                IncidentRoom.class,
                MappingRoom.class,
                MicrosoftRoom.class,
                ModelRoom.class,
                OcsfRoom.class,
                ProblemRoom.class,
                StoreRoom.class,
                SyncRoom.class,
                TenantRoom.class,
                WritebackRoom.class);
    }
}
