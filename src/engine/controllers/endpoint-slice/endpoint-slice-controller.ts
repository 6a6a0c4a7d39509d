import { newControllerRef } from '../../api/owner.ts';
import { endpointSlices, nodes } from '../../api/resources.ts';
import { formatTime } from '../../api/time.ts';
import type { EndpointSlice, ObjectMeta, Pod, Service } from '../../api/types.ts';
import { objectKey } from '../../client/store.ts';
import { deepEqual } from '../../sim/plain.ts';
import { ifFound, type Controller, type ControllerContext } from '../controller.ts';
import { inNamespace, indexByNamespace } from '../indexes.ts';
import { headlessLabel, isHeadless, lastChangeAnnotation, makeServiceRuntime } from '../service-endpoints.ts';
import { endpointGroups, planSlices, type SliceContent } from './plan-slices.ts';

const serviceNameLabel = 'kubernetes.io/service-name';
const managedByLabel = 'endpointslice.kubernetes.io/managed-by';
const managedBy = 'endpointslice-controller.k8s.io';
const serviceKind = { apiVersion: 'v1', kind: 'Service' };

/**
 * Keeps each Service's EndpointSlices, the list of its pods that proxies read. Slices of a Service
 * that is gone are the garbage collector's. Models pkg/controller/endpointslice (v1.36).
 * Simplified: IPv4 only, no topology hints.
 */
export function startEndpointSliceController(context: ControllerContext): Controller {
  const allNodes = context.informers.of(nodes);
  const slices = context.informers.of(endpointSlices);
  indexByNamespace(slices);

  const sync = (service: Service, selected: readonly Pod[], triggerMs: number | undefined): void => {
    const own = [...inNamespace(slices, service.metadata.namespace ?? '')].filter(
      (slice) => serviceOf(slice) === objectKey(service) && !slice.metadata.deletionTimestamp,
    );
    const groups = endpointGroups(service, selected, (name) => allNodes.lister.get(name));
    const plan = planSlices(groups, own);
    for (const content of plan.write) write(service, content, triggerMs);
    for (const slice of own) relabel(service, slice, plan.write);
    for (const { metadata } of plan.delete) {
      const { namespace, name } = metadata;
      ifFound(() => runtime.client.delete(endpointSlices, { namespace, name }));
    }
  };

  const write = (service: Service, content: SliceContent, triggerMs: number | undefined): void => {
    const { slice, ports, endpoints } = content;
    const { [lastChangeAnnotation]: _, ...others } = slice?.metadata.annotations ?? {};
    const annotations =
      triggerMs === undefined ? others : { ...others, [lastChangeAnnotation]: formatTime(triggerMs) };
    const { namespace, name } = service.metadata;
    const metadata = {
      ...(slice?.metadata ?? {
        generateName: `${name}-`,
        namespace,
        ownerReferences: [newControllerRef(service, serviceKind)],
      }),
      labels: sliceLabels(service),
      annotations,
    } as ObjectMeta;
    const wanted = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata,
      addressType: 'IPv4',
      endpoints: endpoints.length > 0 ? [...endpoints] : null,
      ports: ports.length > 0 ? ports : null,
    } as unknown as EndpointSlice;
    if (slice === undefined) runtime.client.create(endpointSlices, wanted);
    else runtime.client.update(endpointSlices, wanted);
  };

  /** The Service's labels are its slices' too. */
  const relabel = (service: Service, slice: EndpointSlice, written: readonly SliceContent[]): void => {
    if (written.some((content) => content.slice === slice)) return;
    const labels = sliceLabels(service);
    if (deepEqual(slice.metadata.labels, labels)) return;
    runtime.client.update(endpointSlices, { ...slice, metadata: { ...slice.metadata, labels } });
  };

  const runtime = makeServiceRuntime(context, {
    name: 'endpointslice-controller',
    component: 'endpoint-slice-controller',
    needs: [allNodes, slices],
    sync,
  });
  slices.addHandler({
    onDelete: (slice) => {
      const key = serviceOf(slice);
      if (key !== undefined) runtime.queue.add(key);
    },
  });
  return runtime;
}

/** The key of the Service whose slice it is, if it is one of ours. */
function serviceOf({ metadata: { namespace, labels } }: EndpointSlice): string | undefined {
  return labels?.[managedByLabel] === managedBy ? `${namespace}/${labels[serviceNameLabel]}` : undefined;
}

function sliceLabels(service: Service): Record<string, string> {
  const { [headlessLabel]: _, ...labels } = service.metadata.labels ?? {};
  return {
    ...labels,
    [serviceNameLabel]: service.metadata.name,
    [managedByLabel]: managedBy,
    ...(isHeadless(service) && { [headlessLabel]: '' }),
  };
}
