import type { ApiHandler, UserInfo } from '../api/http.ts';
import type { Client, ClientFactory } from '../client/client.ts';
import { Informers } from '../client/informers.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { TraceSink } from '../sim/trace.ts';
import type { Controller, ControllerContext } from './controller.ts';
import {
  startCertificateApprover,
  startCertificateCleaner,
  startCertificateSigner,
} from './certificates/certificate-controllers.ts';
import { startClusterRoleAggregationController } from './cluster-role-aggregation/cluster-role-aggregation-controller.ts';
import { startCronJobController } from './cron-job/cron-job-controller.ts';
import { startDaemonSetController } from './daemon-set/daemon-set-controller.ts';
import { startDeploymentController } from './deployment/deployment-controller.ts';
import { startDisruptionController } from './disruption/disruption-controller.ts';
import { startEndpointSliceMirroringController } from './endpoint-slice-mirroring/endpoint-slice-mirroring-controller.ts';
import { startEndpointSliceController } from './endpoint-slice/endpoint-slice-controller.ts';
import { startEndpointsController } from './endpoints/endpoints-controller.ts';
import { startEphemeralVolumeController } from './ephemeral-volume/ephemeral-volume-controller.ts';
import { startGarbageCollector } from './garbage-collector/garbage-collector.ts';
import { startHorizontalPodAutoscalerController } from './horizontal-pod-autoscaler/horizontal-pod-autoscaler-controller.ts';
import { startJobController } from './job/job-controller.ts';
import { startNamespaceController } from './namespace/namespace-controller.ts';
import { startNodeIpamController } from './node-ipam/node-ipam-controller.ts';
import { startNodeLifecycleController } from './node-lifecycle/node-lifecycle-controller.ts';
import { startAttributesClassProtectionController } from './persistent-volume/attributes-class-protection.ts';
import { startPersistentVolumeController } from './persistent-volume/persistent-volume-controller.ts';
import {
  startClaimProtectionController,
  startVolumeProtectionController,
} from './persistent-volume/volume-protection.ts';
import { startPodGcController } from './pod-gc/pod-gc-controller.ts';
import {
  startReplicaSetController,
  startReplicationController,
} from './replica-set/replica-set-controller.ts';
import { startResourceClaimController } from './resource-claim/resource-claim-controller.ts';
import { startResourceQuotaController } from './resource-quota/resource-quota-controller.ts';
import { startRootCaPublisher } from './root-ca/root-ca-publisher.ts';
import { startServiceAccountTokenController } from './service-account-token/service-account-token-controller.ts';
import { startServiceAccountController } from './service-account/service-account-controller.ts';
import { startStatefulSetController } from './stateful-set/stateful-set-controller.ts';
import { startTaintEvictionController } from './taint-eviction/taint-eviction-controller.ts';
import { startTtlAfterFinishedController } from './ttl-after-finished/ttl-after-finished-controller.ts';
import { startTtlController } from './ttl/ttl-controller.ts';

export interface ControllerManagerOptions {
  readonly sim: Simulation;
  readonly trace: TraceSink;
  readonly handler: ApiHandler;
  readonly clients: ClientFactory;
  /** `--root-ca-file`: what goes into every namespace's kube-root-ca.crt. */
  readonly rootCa: string;
  /** `--cluster-cidr`, the pods' network; absent = nodes get no part of one (`--allocate-node-cidrs=false`). */
  readonly clusterCidr?: string;
  /** The DaemonSet controller sets `nodeName` itself, as before v1.12. */
  readonly daemonPodsNameTheirNode?: boolean;
}

/** As whom it follows objects and keeps its Lease. */
export const controllerManagerUser: UserInfo = {
  name: 'system:kube-controller-manager',
  groups: ['system:authenticated'],
};

type Start = (context: ControllerContext, options: ControllerManagerOptions) => Controller | undefined;

/** The controllers by the names that `--controllers` knows, in the order in which they start. */
const controllers: Readonly<Record<string, Start>> = {
  'serviceaccount-token-controller': (context, options) =>
    startServiceAccountTokenController(asRoot(context, options), options.rootCa),
  'serviceaccount-controller': startServiceAccountController,
  'root-ca-certificate-publisher-controller': (context, { rootCa }) => startRootCaPublisher(context, rootCa),
  'namespace-controller': startNamespaceController,
  'garbage-collector-controller': startGarbageCollector,
  'resourcequota-controller': startResourceQuotaController,
  'horizontal-pod-autoscaler-controller': startHorizontalPodAutoscalerController,
  'disruption-controller': startDisruptionController,
  'job-controller': startJobController,
  'cronjob-controller': startCronJobController,
  'ttl-after-finished-controller': startTtlAfterFinishedController,
  'daemonset-controller': (context, { daemonPodsNameTheirNode }) =>
    startDaemonSetController(context, daemonPodsNameTheirNode),
  'deployment-controller': startDeploymentController,
  'replicaset-controller': startReplicaSetController,
  'replicationcontroller-controller': startReplicationController,
  'statefulset-controller': startStatefulSetController,
  'node-ipam-controller': (context, { clusterCidr }) =>
    clusterCidr === undefined ? undefined : startNodeIpamController(context, clusterCidr),
  'ttl-controller': startTtlController,
  'node-lifecycle-controller': startNodeLifecycleController,
  'taint-eviction-controller': startTaintEvictionController,
  'pod-garbage-collector-controller': startPodGcController,
  'persistentvolume-binder-controller': startPersistentVolumeController,
  'persistentvolumeclaim-protection-controller': startClaimProtectionController,
  'persistentvolume-protection-controller': startVolumeProtectionController,
  'volumeattributesclass-protection-controller': startAttributesClassProtectionController,
  'ephemeral-volume-controller': startEphemeralVolumeController,
  'resourceclaim-controller': startResourceClaimController,
  'clusterrole-aggregation-controller': startClusterRoleAggregationController,
  'certificatesigningrequest-signing-controller': startCertificateSigner,
  'certificatesigningrequest-approving-controller': startCertificateApprover,
  'certificatesigningrequest-cleaner-controller': startCertificateCleaner,
  'endpoints-controller': startEndpointsController,
  'endpointslice-controller': startEndpointSliceController,
  'endpointslice-mirroring-controller': startEndpointSliceMirroringController,
};

/**
 * Starts every controller under its own service account, all over one set of informers, at this
 * moment: who may run is decided before, by a Lease. Models cmd/kube-controller-manager/app (v1.36).
 */
export function startControllers(options: ControllerManagerOptions): Controller {
  const { sim, trace, handler, clients } = options;
  const clientFor = (serviceAccount: string, onWrite?: () => void): Client =>
    clients.clientFor(
      onWrite === undefined ? handler : tellingWrites(handler, onWrite),
      {
        name: `system:serviceaccount:kube-system:${serviceAccount}`,
        groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
      },
      `kube-controller-manager/v1.36.3 (linux/amd64) kubernetes/system:serviceaccount:kube-system:${serviceAccount}`,
    );
  const informerClient = clients.clientFor(
    handler,
    controllerManagerUser,
    'kube-controller-manager/v1.36.3 (linux/amd64) kubernetes/shared-informers',
  );
  const informers = new Informers(sim, informerClient);
  const context: ControllerContext = { sim, trace, informers, clientFor };
  const started = Object.values(controllers).flatMap((start) => start(context, options) ?? []);
  informers.start();
  return {
    stop: () => {
      for (const controller of started) controller.stop();
      informers.stop();
    },
  };
}

/** For a controller that works as kube-controller-manager itself. */
function asRoot(
  context: ControllerContext,
  { handler, clients }: ControllerManagerOptions,
): ControllerContext {
  const clientFor = (name: string, onWrite?: () => void): Client =>
    clients.clientFor(
      onWrite === undefined ? handler : tellingWrites(handler, onWrite),
      controllerManagerUser,
      `kube-controller-manager/v1.36.3 (linux/amd64) kubernetes/${name}`,
    );
  return { ...context, clientFor };
}

function tellingWrites(handler: ApiHandler, onWrite: () => void): ApiHandler {
  return {
    handle: (request) => {
      if (request.method !== 'GET') onWrite();
      return handler.handle(request);
    },
  };
}
