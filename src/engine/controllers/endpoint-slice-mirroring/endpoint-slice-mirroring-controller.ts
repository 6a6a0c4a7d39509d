import { endpoints, endpointSlices, services } from '../../api/resources.ts';
import { StatusError } from '../../api/status-error.ts';
import type { Endpoints, EndpointSlice, Service } from '../../api/types.ts';
import { objectReference } from '../../client/object-reference.ts';
import { splitKey } from '../../client/store.ts';
import {
  ifFound,
  isNamespaceTerminating,
  makeRuntime,
  type Controller,
  type ControllerContext,
} from '../controller.ts';
import { inNamespace, indexByNamespace } from '../indexes.ts';
import {
  managedBy,
  managedByLabel,
  mostPerSubset,
  planMirrors,
  serviceNameLabel,
  type MirrorPlan,
} from './mirrored-slices.ts';

const skipMirrorLabel = 'endpointslice.kubernetes.io/skip-mirror';
const leaderAnnotation = 'control-plane.alpha.kubernetes.io/leader';
const maxRetries = 15;
/** Changes of slices by others are looked at together. */
const batchMs = 500;

/** Shows Endpoints that users write for their Services as EndpointSlices. Models pkg/controller/endpointslicemirroring (v1.36). */
export function startEndpointSliceMirroringController(context: ControllerContext): Controller {
  const all = context.informers.of(endpoints);
  const allServices = context.informers.of(services);
  const slices = context.informers.of(endpointSlices);
  indexByNamespace(slices);

  const sync = (key: string): void => {
    const { namespace, name } = splitKey(key);
    const own = [...inNamespace(slices, namespace)].filter((slice) => mirroredFrom(slice) === key);
    const source = all.lister.get(key);
    const service = allServices.lister.get(key);
    if (source === undefined || !isMirrored(source) || service === undefined || service.spec?.selector) {
      for (const slice of own) remove(slice);
      return;
    }
    const plan = planMirrors(source, own);
    tell(source, plan);
    try {
      for (const slice of plan.create) runtime.client.create(endpointSlices, slice);
    } catch (error) {
      if (error instanceof StatusError && isNamespaceTerminating(error)) return;
      throw error;
    }
    for (const slice of plan.update) runtime.client.update(endpointSlices, slice);
    for (const slice of plan.delete) remove(slice);
    runtime.decided('Endpoints', source, () => `Mirrors ${name}.`);
  };

  const tell = (source: Endpoints, { invalid, skipped }: MirrorPlan): void => {
    const about = objectReference(endpoints, source);
    if (invalid > 0) {
      const message = `Skipped ${invalid} invalid IP addresses when mirroring to EndpointSlices`;
      runtime.recorder.event(about, 'Warning', 'InvalidIPAddress', message);
    }
    if (skipped > invalid) {
      const message = `A max of ${mostPerSubset} addresses can be mirrored to EndpointSlices per Endpoints subset. ${skipped} addresses were skipped`;
      runtime.recorder.event(about, 'Warning', 'TooManyAddressesToMirror', message);
    }
  };

  const remove = ({ metadata: { namespace, name } }: EndpointSlice): void => {
    ifFound(() => runtime.client.delete(endpointSlices, { namespace, name }));
  };

  const runtime = makeRuntime(context, {
    name: 'endpointslicemirroring-controller',
    component: 'endpoint-slice-mirroring-controller',
    needs: [all, allServices, slices],
    sync,
    maxRetries,
  });
  const follow = (source: Endpoints): void => {
    if (isMirrored(source)) runtime.enqueue(source);
  };
  all.addHandler({
    onAdd: follow,
    onUpdate: (old, source) => {
      if (isMirrored(old) || isMirrored(source)) runtime.enqueue(source);
    },
    onDelete: follow,
  });
  const followService = (service: Service): void => {
    if (!service.spec?.selector) runtime.enqueue(service);
  };
  allServices.addHandler({
    onAdd: followService,
    onUpdate: (old, service) => {
      if (!old.spec?.selector !== !service.spec?.selector) runtime.enqueue(service);
    },
    onDelete: followService,
  });
  slices.addHandler({
    onDelete: (slice) => {
      const key = mirroredFrom(slice);
      if (key !== undefined) runtime.queue.addAfter(key, batchMs);
    },
  });
  return runtime;
}

/** Those that other components keep for themselves are left alone. Models shouldMirror (v1.36). */
function isMirrored({ metadata: { labels, annotations } }: Endpoints): boolean {
  return labels?.[skipMirrorLabel] !== 'true' && annotations?.[leaderAnnotation] === undefined;
}

/** The key of the Endpoints that a slice mirrors, if it is one of ours. */
function mirroredFrom({ metadata: { namespace, labels } }: EndpointSlice): string | undefined {
  return labels?.[managedByLabel] === managedBy ? `${namespace}/${labels[serviceNameLabel]}` : undefined;
}
