import { isPodTerminal } from '../../api/pod-status.ts';
import { pods, resourceClaims, resourceClaimTemplates } from '../../api/resources.ts';
import { failure, StatusError } from '../../api/status-error.ts';
import type { ObjectMeta, Pod, ResourceClaim } from '../../api/types.ts';
import { objectReference } from '../../client/object-reference.ts';
import { objectKey } from '../../client/store.ts';
import { ifFound, makeRuntime, type Controller, type ControllerContext } from '../controller.ts';
import { inNamespace, indexByNamespace } from '../indexes.ts';

type PodClaim = NonNullable<Pod['spec']['resourceClaims']>[number];
type Consumer = NonNullable<NonNullable<ResourceClaim['status']>['reservedFor']>[number];

const nameAnnotation = 'resource.kubernetes.io/pod-claim-name';
const finalizer = 'resource.kubernetes.io/delete-protection';
const longestBase = 57;

/**
 * Makes the claims that pods ask for by templates, and frees those whose pods are done. Models
 * pkg/controller/resourceclaim (v1.36) without claims of pod groups, which are alpha.
 */
export function startResourceClaimController(context: ControllerContext): Controller {
  const allPods = context.informers.of(pods);
  const claims = context.informers.of(resourceClaims);
  const templates = context.informers.of(resourceClaimTemplates);
  indexByNamespace(allPods);
  indexByNamespace(claims);

  /** Keys are `pod NAMESPACE/NAME` and `claim NAMESPACE/NAME`. */
  const sync = (key: string): void => {
    const [what, name = ''] = key.split(' ');
    if (what === 'claim') {
      const claim = claims.lister.get(name);
      if (claim !== undefined) syncClaim(claim);
      return;
    }
    const pod = allPods.lister.get(name);
    if (pod !== undefined && pod.metadata.deletionTimestamp === undefined && !isDone(pod)) syncPod(pod);
  };

  const syncPod = (pod: Pod): void => {
    const made: { name: string; resourceClaimName: string }[] = [];
    for (const podClaim of pod.spec.resourceClaims ?? []) {
      try {
        const claim = claimFor(pod, podClaim);
        if (claim !== undefined) made.push({ name: podClaim.name, resourceClaimName: claim.metadata.name });
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        const message = `PodResourceClaim ${podClaim.name}: ${error.message}`;
        runtime.recorder.event(objectReference(pods, pod), 'Warning', 'FailedResourceClaimCreation', message);
        throw error;
      }
    }
    if (made.length === 0) return;
    const { namespace, name } = pod.metadata;
    const kept = (pod.status?.resourceClaimStatuses ?? []).filter(
      (status) => !made.some((each) => each.name === status.name),
    );
    const body = { status: { resourceClaimStatuses: [...kept, ...made] } };
    runtime.client.patch(pods, { namespace, name }, { type: 'merge', body }, 'status');
  };

  /** The claim that has just been made for it, or was before and is not noted; undefined where there is none to note. */
  const claimFor = (pod: Pod, podClaim: PodClaim): ResourceClaim | undefined => {
    const templateName = podClaim.resourceClaimTemplateName;
    if (templateName === undefined) return undefined;
    const { namespace } = pod.metadata;
    const noted = pod.status?.resourceClaimStatuses?.find(({ name }) => name === podClaim.name);
    const known = noted && claims.lister.get(`${namespace}/${noted.resourceClaimName}`);
    if (known !== undefined && isOwnedBy(known, pod)) return undefined;
    const orphan = [...inNamespace(claims, namespace ?? '')].find(
      (claim) => isOwnedBy(claim, pod) && claim.metadata.annotations?.[nameAnnotation] === podClaim.name,
    );
    if (orphan !== undefined) return orphan;
    const template = templates.lister.get(`${namespace}/${templateName}`);
    if (template === undefined) {
      const missing = `resourceclaimtemplate.resource.k8s.io "${templateName}" not found`;
      throw failure(404, 'NotFound', `resource claim template "${templateName}": ${missing}`);
    }
    runtime.decided('Pod', pod, () => `Creates the claim that it calls ${podClaim.name}.`);
    const { labels, annotations } = template.spec.metadata ?? {};
    const { name, uid = '' } = pod.metadata;
    // The server makes a name of the beginning.
    const metadata: Omit<ObjectMeta, 'name'> = {
      generateName: baseName(name, podClaim.name),
      namespace,
      ...(labels && { labels }),
      annotations: { ...annotations, [nameAnnotation]: podClaim.name },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name, uid, controller: true }],
    };
    return runtime.client.create(resourceClaims, {
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceClaim',
      metadata: metadata as ObjectMeta,
      spec: template.spec.spec,
    });
  };

  const syncClaim = (claim: ResourceClaim): void => {
    const reserved = claim.status?.reservedFor ?? [];
    const remaining = reserved.filter((consumer) => isUsing(claim, consumer));
    const isFreed = remaining.length < reserved.length;
    const isHeld = claim.metadata.finalizers?.includes(finalizer) === true;
    const isToGo = isHeld && claim.metadata.deletionTimestamp !== undefined && remaining.length === 0;
    if (isFreed || isToGo) free(claim, remaining);
    if (remaining.length > 0) return;
    const owner = claim.metadata.ownerReferences?.find(
      ({ kind, controller }) => kind === 'Pod' && controller,
    );
    const pod = owner && allPods.lister.get(`${claim.metadata.namespace}/${owner.name}`);
    // What was made for a pod goes with it as soon as it is done.
    if (pod !== undefined && isOwnedBy(claim, pod) && isDone(pod) && !claim.metadata.deletionTimestamp) {
      const { namespace, name, uid } = claim.metadata;
      ifFound(() => runtime.client.delete(resourceClaims, { namespace, name }, { uid }));
    }
  };

  const isUsing = (claim: ResourceClaim, { apiGroup = '', resource, name, uid }: Consumer): boolean => {
    if (apiGroup !== '' || resource !== 'pods') return true;
    const { namespace } = claim.metadata;
    const pod =
      allPods.lister.get(`${namespace}/${name}`) ??
      ifFound(() => runtime.client.get(pods, { namespace, name }));
    return pod?.metadata.uid === uid && !isDone(pod);
  };

  /** Without consumers, a claim is no longer allocated and nothing holds it. */
  const free = (claim: ResourceClaim, remaining: readonly Consumer[]): void => {
    const { allocation, reservedFor: _before, ...status } = claim.status ?? {};
    const isUnused = remaining.length === 0;
    const next = {
      ...status,
      ...(!isUnused && allocation && { allocation }),
      ...(!isUnused && { reservedFor: [...remaining] }),
    };
    const changed = runtime.client.update(resourceClaims, { ...claim, status: next }, 'status');
    const { finalizers = [] } = changed.metadata;
    if (!isUnused || !finalizers.includes(finalizer)) return;
    const metadata = { ...changed.metadata, finalizers: finalizers.filter((other) => other !== finalizer) };
    ifFound(() => runtime.client.update(resourceClaims, { ...changed, metadata }));
  };

  const runtime = makeRuntime(context, {
    name: 'resource-claim-controller',
    component: 'resource_claim',
    needs: [allPods, claims, templates],
    sync,
  });
  const { queue } = runtime;
  const wakePod = (pod: Pod): void => {
    if ((pod.spec.resourceClaims ?? []).length === 0) return;
    queue.add(`pod ${objectKey(pod)}`);
    if (isDone(pod) || pod.metadata.deletionTimestamp) wakeClaims(pod);
  };
  const wakeClaims = ({ metadata, spec, status }: Pod): void => {
    const names = [
      ...(spec.resourceClaims ?? []).map(({ resourceClaimName }) => resourceClaimName),
      ...(status?.resourceClaimStatuses ?? []).map(({ resourceClaimName }) => resourceClaimName),
    ];
    for (const name of names) if (name !== undefined) queue.add(`claim ${metadata.namespace}/${name}`);
  };
  allPods.addHandler({ onAdd: wakePod, onUpdate: (_, pod) => wakePod(pod), onDelete: wakeClaims });
  const wakeClaim = (claim: ResourceClaim): void => queue.add(`claim ${objectKey(claim)}`);
  claims.addHandler({
    onAdd: wakeClaim,
    onUpdate: (_, claim) => wakeClaim(claim),
    onDelete: (claim) => {
      for (const pod of inNamespace(allPods, claim.metadata.namespace ?? '')) {
        if (isOwnedBy(claim, pod)) queue.add(`pod ${objectKey(pod)}`);
      }
    },
  });
  templates.addHandler({
    onAdd: ({ metadata }) => {
      for (const pod of inNamespace(allPods, metadata.namespace ?? '')) {
        const isAsked = pod.spec.resourceClaims?.some(
          ({ resourceClaimTemplateName }) => resourceClaimTemplateName === metadata.name,
        );
        if (isAsked) queue.add(`pod ${objectKey(pod)}`);
      }
    },
  });
  return runtime;
}

/** A pod that uses nothing any more. Models isPodDone (v1.36). */
function isDone(pod: Pod): boolean {
  return isPodTerminal(pod) || (pod.metadata.deletionTimestamp !== undefined && !pod.spec.nodeName);
}

function isOwnedBy({ metadata }: ResourceClaim, pod: Pod): boolean {
  return (
    metadata.ownerReferences?.some(({ uid, controller }) => controller && uid === pod.metadata.uid) === true
  );
}

/** `POD-CLAIM-`; of long names as much of each as there is room for. */
function baseName(podName: string, claimName: string): string {
  const whole = `${podName}-${claimName}-`;
  if (whole.length <= longestBase) return whole;
  const share = (text: string): string =>
    text.slice(0, Math.floor((text.length * longestBase) / whole.length));
  return `${share(podName)}-${share(claimName)}`;
}
