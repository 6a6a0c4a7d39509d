import { encodeBase64Text } from '../../api/base64.ts';
import { certificateText } from '../../api/certificate.ts';
import { certificateSigningRequests } from '../../api/resources.ts';
import { parseTime, formatTime } from '../../api/time.ts';
import type { CertificateSigningRequest, KubeObject } from '../../api/types.ts';
import type { Resource } from '../../api/resource.ts';
import { ifFound, makeRuntime, type Controller, type ControllerContext } from '../controller.ts';

type Request = CertificateSigningRequest;
type Condition = NonNullable<NonNullable<Request['status']>['conditions']>[number];

const hourMs = 3_600_000;
const cleanMs = hourMs;
const kept = { decidedMs: hourMs, pendingMs: 24 * hourMs };
const kubeletClient = 'kubernetes.io/kube-apiserver-client-kubelet';

/** Who signs what, and what is wrong with a request; undefined where nothing is. Models pkg/controller/certificates/signer (v1.36). */
const signers: Readonly<Record<string, (request: Request) => string | undefined>> = {
  'kubernetes.io/kube-apiserver-client': clientUsageProblem,
  [kubeletClient]: () => undefined,
  'kubernetes.io/kubelet-serving': () => undefined,
  'kubernetes.io/legacy-unknown': () => undefined,
};

/**
 * Signs the requests that are approved, for Kubernetes' own signers.
 * Simplified: the certificate looks like one, and says nothing.
 */
export function startCertificateSigner(context: ControllerContext): Controller {
  const { sim } = context;
  const all = context.informers.of(certificateSigningRequests);
  const sync = (name: string): void => {
    const request = all.lister.get(name);
    if (request === undefined || request.status?.certificate) return;
    const problemOf = signers[request.spec.signerName];
    if (problemOf === undefined || !isTrue(request, 'Approved') || isTrue(request, 'Failed')) return;
    const problem = problemOf(request);
    if (problem !== undefined) {
      const failed = condition('Failed', 'SignerValidationFailure', problem, sim.nowMs);
      const conditions = [...(request.status?.conditions ?? []), failed];
      const status = { ...request.status, conditions };
      runtime.client.update(certificateSigningRequests, { ...request, status }, 'status');
      return;
    }
    runtime.decided('CertificateSigningRequest', request, () => 'Signs it: it is approved.');
    const certificate = encodeBase64Text(certificateText(request.metadata.uid ?? name));
    const status = { ...request.status, certificate };
    runtime.client.update(certificateSigningRequests, { ...request, status }, 'status');
  };
  const runtime = makeRuntime(context, { name: 'certificate-controller', needs: [all], sync });
  all.addHandler({ onAdd: runtime.enqueue, onUpdate: (_, request) => runtime.enqueue(request) });
  return runtime;
}

/**
 * Approves what kubelets ask for themselves, where they may. Models pkg/controller/certificates/approver (v1.36).
 */
export function startCertificateApprover(context: ControllerContext): Controller {
  const { sim } = context;
  const all = context.informers.of(certificateSigningRequests);
  const sync = (name: string): void => {
    const request = all.lister.get(name);
    if (request === undefined || request.spec.signerName !== kubeletClient) return;
    if (request.status?.certificate || isTrue(request, 'Approved') || isTrue(request, 'Denied')) return;
    const isSelf = request.spec.username?.startsWith('system:node:') === true;
    for (const [subresource, message] of [
      ...(isSelf ? [selfApproval] : []),
      ['nodeclient', 'Auto approving kubelet client certificate after SubjectAccessReview.'] as const,
    ]) {
      if (!mayAsk(request, subresource)) continue;
      const approved = condition('Approved', 'AutoApproved', message, sim.nowMs);
      const status = { ...request.status, conditions: [...(request.status?.conditions ?? []), approved] };
      runtime.client.update(certificateSigningRequests, { ...request, status }, 'approval');
      return;
    }
  };
  const mayAsk = ({ spec }: Request, subresource: string): boolean => {
    const review = runtime.client.create(subjectAccessReviews, {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      metadata: { name: '' },
      spec: {
        user: spec.username,
        groups: spec.groups,
        resourceAttributes: {
          group: 'certificates.k8s.io',
          resource: 'certificatesigningrequests',
          verb: 'create',
          subresource,
          version: '*',
        },
      },
    });
    return review.status?.allowed === true;
  };
  const runtime = makeRuntime(context, { name: 'certificate-controller', needs: [all], sync });
  all.addHandler({ onAdd: runtime.enqueue, onUpdate: (_, request) => runtime.enqueue(request) });
  return runtime;
}

const selfApproval = [
  'selfnodeclient',
  'Auto approving self kubelet client certificate after SubjectAccessReview.',
] as const;

/** Deletes requests that were decided or forgotten long ago. Models pkg/controller/certificates/cleaner (v1.36). */
export function startCertificateCleaner(context: ControllerContext): Controller {
  const { sim } = context;
  const all = context.informers.of(certificateSigningRequests);
  const runtime = makeRuntime(context, {
    name: 'certificate-controller',
    needs: [all],
    sync: (name) => ifFound(() => runtime.client.delete(certificateSigningRequests, { name })),
  });
  const clean = (): void => {
    for (const request of all.lister.values()) if (isOutlived(request, sim.nowMs)) runtime.enqueue(request);
  };
  const timer = sim.every(cleanMs, clean, { chore: true });
  return {
    stop: () => {
      timer.cancel();
      runtime.stop();
    },
  };
}

/** Whether a request was decided, or forgotten, long enough ago. */
export function isOutlived({ metadata, status }: Request, nowMs: number): boolean {
  const conditions = status?.conditions ?? [];
  const isOlder = (time: string | undefined, ms: number): boolean =>
    time !== undefined && nowMs - (parseTime(time) ?? nowMs) > ms;
  if (conditions.length === 0) return isOlder(metadata.creationTimestamp, kept.pendingMs);
  return conditions.some(({ type, lastUpdateTime }) => {
    const isIssued = type === 'Approved' && Boolean(status?.certificate);
    const isOver = type === 'Denied' || type === 'Failed' || isIssued;
    return isOlder(lastUpdateTime, isOver ? kept.decidedMs : kept.pendingMs);
  });
}

/** Models validAPIServerClientUsages (v1.36). */
function clientUsageProblem({ spec: { usages = [] } }: Request): string | undefined {
  const others = usages.find(
    (usage) => !['digital signature', 'key encipherment', 'client auth'].includes(usage),
  );
  if (others !== undefined) return `invalid usage for client certificate: ${others}`;
  return usages.includes('client auth')
    ? undefined
    : 'missing required usage for client certificate: client auth';
}

function isTrue({ status }: Request, type: string): boolean {
  return status?.conditions?.some((each) => each.type === type && each.status === 'True') === true;
}

function condition(type: string, reason: string, message: string, nowMs: number): Condition {
  const time = formatTime(nowMs);
  return { type, status: 'True', reason, message, lastUpdateTime: time, lastTransitionTime: time };
}

interface SubjectAccessReview extends KubeObject {
  readonly spec: object;
  readonly status?: { readonly allowed?: boolean };
}

const subjectAccessReviews: Resource<SubjectAccessReview> = {
  group: 'authorization.k8s.io',
  version: 'v1',
  resource: 'subjectaccessreviews',
  kind: 'SubjectAccessReview',
  namespaced: false,
};
