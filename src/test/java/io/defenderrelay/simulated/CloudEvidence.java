package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Consumer;

/** Evidence about resources in Azure, AWS and Google Cloud, and about storage. */
final class CloudEvidence {

    private final EvidenceFactory make;
    private final Chance chance;

    CloudEvidence(EvidenceFactory make) {
        this.make = make;
        this.chance = make.chance();
    }

    Map<String, Consumer<ObjectNode>> kinds() {
        return Map.of(
                "azureResourceEvidence", this::azure,
                "amazonResourceEvidence", this::amazon,
                "googleCloudResourceEvidence", this::google,
                "blobContainerEvidence", this::blobContainer,
                "blobEvidence", this::blob,
                "sasTokenEvidence", this::sasToken);
    }

    private void azure(ObjectNode evidence) {
        String name = "st" + chance.hex(10);
        String type = "Microsoft." + chance.of("Storage/storageAccounts", "Compute/virtualMachines", "KeyVault/vaults");
        evidence.put(
                        "resourceId",
                        "/subscriptions/" + chance.guid() + "/resourceGroups/rg-" + chance.word() + "/providers/" + type
                                + "/" + name)
                .put("resourceName", name)
                .put("resourceType", type);
    }

    private void amazon(ObjectNode evidence) {
        String instance = "i-" + chance.hex(17);
        evidence.put("amazonAccountId", "111122223333")
                .put("amazonResourceId", "arn:aws:ec2:eu-central-1:111122223333:instance/" + instance)
                .put("resourceName", instance)
                .put("resourceType", "ec2.instance");
    }

    private void google(ObjectNode evidence) {
        String name = "vm-" + chance.hex(8);
        evidence.put("fullResourceName", "//compute.googleapis.com/projects/contoso/zones/europe-west3-a/" + name)
                .put("location", "europe-west3-a")
                .put("locationType", chance.of("zonal", "regional", "global"))
                .put("projectId", "contoso-" + chance.word())
                .put("projectNumber", 100_000_000_000L + chance.below(900_000_000_000L))
                .put("resourceName", name)
                .put("resourceType", "compute.instances");
    }

    private void blobContainer(ObjectNode evidence) {
        String name = chance.word() + chance.hex(4);
        evidence.put("name", name);
        make.maybe(evidence, "storageResource", "azureResourceEvidence", 80);
        evidence.put("url", "https://contoso.blob.core.windows.net/" + name);
    }

    private void blob(ObjectNode evidence) {
        String name = chance.word() + chance.hex(6) + ".zip";
        evidence.set("blobContainer", make.make("blobContainerEvidence"));
        evidence.put("etag", "0x" + chance.hex(15));
        evidence.putArray("fileHashes").addObject().put("algorithm", "md5").put("value", chance.hex(32));
        evidence.put("name", name).put("url", "https://contoso.blob.core.windows.net/files/" + name);
    }

    private void sasToken(ObjectNode evidence) {
        evidence.put("allowedIpAddresses", chance.publicAddress());
        evidence.putArray("allowedResourceTypes").add("Container").add("Object");
        evidence.putArray("allowedServices").add("Blob");
        evidence.put("expiryDateTime", make.time(-86400));
        evidence.putArray("permissions").add("Read").add("List");
        evidence.put("protocol", "https")
                .put("signatureHash", chance.hex(64))
                .put("signedWith", "Key1")
                .put("startDateTime", make.time(3600));
        make.maybe(evidence, "storageResource", "azureResourceEvidence", 80);
    }
}
