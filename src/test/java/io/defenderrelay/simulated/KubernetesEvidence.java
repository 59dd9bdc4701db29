package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Consumer;

/** Evidence about containers and Kubernetes, where kinds nest up to five deep. */
final class KubernetesEvidence {

    private final EvidenceFactory make;
    private final Chance chance;

    KubernetesEvidence(EvidenceFactory make) {
        this.make = make;
        this.chance = make.chance();
    }

    Map<String, Consumer<ObjectNode>> kinds() {
        return Map.ofEntries(
                Map.entry("containerEvidence", this::container),
                Map.entry("containerImageEvidence", this::image),
                Map.entry(
                        "containerRegistryEvidence",
                        evidence -> evidence.put("registry", "contoso" + chance.hex(4) + ".azurecr.io")),
                Map.entry("kubernetesClusterEvidence", this::cluster),
                Map.entry("kubernetesControllerEvidence", this::controller),
                Map.entry("kubernetesNamespaceEvidence", this::namespace),
                Map.entry("kubernetesPodEvidence", this::pod),
                Map.entry("kubernetesSecretEvidence", this::secret),
                Map.entry("kubernetesServiceAccountEvidence", this::serviceAccount),
                Map.entry("kubernetesServiceEvidence", this::service));
    }

    private void container(ObjectNode evidence) {
        evidence.putArray("args").add("--port").add(String.valueOf(chance.between(1000, 9999)));
        evidence.putArray("command").add("/bin/sh");
        evidence.put("containerId", "containerd://" + chance.hex(24));
        evidence.set("image", make.make("containerImageEvidence"));
        evidence.put("isPrivileged", chance.percent(10)).put("name", chance.word());
        make.maybe(evidence, "pod", "kubernetesPodEvidence", 25);
    }

    private void image(ObjectNode evidence) {
        evidence.putNull("digestImage")
                .put("imageId", "contoso.azurecr.io/" + chance.word() + "@sha256:" + chance.hex(64));
        make.maybe(evidence, "registry", "containerRegistryEvidence", 40);
    }

    private void cluster(ObjectNode evidence) {
        make.maybe(evidence, "cloudResource", "azureResourceEvidence", 70);
        evidence.putNull("distribution")
                .put("name", "aks-" + chance.word())
                .put("platform", chance.of("aks", "eks", "gke", "arc"))
                .put("version", "1." + chance.between(28, 33));
    }

    private void namespace(ObjectNode evidence) {
        make.maybe(evidence, "cluster", "kubernetesClusterEvidence", 70);
        evidence.putNull("labels").put("name", chance.of("payments", "web", "batch", "kube-system"));
    }

    private void controller(ObjectNode evidence) {
        labels(evidence, "labels");
        evidence.put("name", chance.word() + "-" + chance.hex(9));
        make.maybe(evidence, "namespace", "kubernetesNamespaceEvidence", 60);
        evidence.put("type", chance.of("ReplicaSet", "DaemonSet", "Job"));
    }

    private void pod(ObjectNode evidence) {
        evidence.putArray("containers");
        make.maybe(evidence, "controller", "kubernetesControllerEvidence", 25);
        evidence.putArray("ephemeralContainers");
        evidence.putArray("initContainers");
        labels(evidence, "labels");
        evidence.put("name", chance.word() + "-" + chance.hex(9) + "-" + chance.hex(5));
        make.maybe(evidence, "namespace", "kubernetesNamespaceEvidence", 80);
        make.maybe(evidence, "podIp", "ipEvidence", 60);
        make.maybe(evidence, "serviceAccount", "kubernetesServiceAccountEvidence", 20);
    }

    private void secret(ObjectNode evidence) {
        evidence.put("name", chance.word() + "-" + chance.hex(5));
        make.maybe(evidence, "namespace", "kubernetesNamespaceEvidence", 60);
        evidence.put("secretType", "Opaque");
    }

    private void serviceAccount(ObjectNode evidence) {
        evidence.put("name", chance.word() + "-sa");
        make.maybe(evidence, "namespace", "kubernetesNamespaceEvidence", 40);
    }

    private void service(ObjectNode evidence) {
        make.maybe(evidence, "clusterIP", "ipEvidence", 70);
        make.some(evidence, "externalIPs", "ipEvidence", 1);
        labels(evidence, "labels");
        evidence.put("name", chance.word() + "-svc");
        make.maybe(evidence, "namespace", "kubernetesNamespaceEvidence", 60);
        labels(evidence, "selector");
        evidence.putArray("servicePorts")
                .addObject()
                .put("name", "http")
                .put("port", 80)
                .put("targetPort", String.valueOf(chance.between(1000, 9999)))
                .putNull("nodePort")
                .put("protocol", "tcp")
                .putNull("appProtocol");
        evidence.put("serviceType", chance.of("clusterIP", "nodePort", "loadBalancer"));
    }

    private void labels(ObjectNode evidence, String member) {
        evidence.putObject(member).put("app", chance.word()).put("pod-template-hash", chance.hex(9));
    }
}
