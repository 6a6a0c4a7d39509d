import { endpoints, services } from '../../api/resources.ts';
import { formatTime } from '../../api/time.ts';
import type { Endpoints, Service } from '../../api/types.ts';
import { objectKey, splitKey } from '../../client/store.ts';
import { deepEqual } from '../../sim/plain.ts';
import { ifFound, type Controller, type ControllerContext } from '../controller.ts';
import { headlessLabel, isHeadless, lastChangeAnnotation, makeServiceRuntime } from '../service-endpoints.ts';
import { endpointSubsets } from './subsets.ts';

const managedBy = 'endpoints.kubernetes.io/managed-by';

/** Keeps each Service's Endpoints, the older of the two lists of its pods. Models pkg/controller/endpoint (v1.36). */
export function startEndpointsController(context: ControllerContext): Controller {
  const all = context.informers.of(services);
  const known = context.informers.of(endpoints);

  const write = (
    service: Service,
    current: Endpoints | undefined,
    triggerMs: number | undefined,
    subsets: NonNullable<Endpoints['subsets']>,
  ): void => {
    const labels = wantedLabels(service, current);
    if (
      current !== undefined &&
      deepEqual(current.subsets ?? [], subsets) &&
      deepEqual(current.metadata.labels, labels)
    ) {
      return;
    }
    const { [lastChangeAnnotation]: _, ...others } = current?.metadata.annotations ?? {};
    const annotations =
      triggerMs === undefined ? others : { ...others, [lastChangeAnnotation]: formatTime(triggerMs) };
    const { namespace, name } = service.metadata;
    const wanted: Endpoints = {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {
        ...(current?.metadata ?? { namespace, name }),
        labels,
        annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
      },
      ...(subsets.length > 0 && { subsets }),
    };
    if (current === undefined) runtime.client.create(endpoints, wanted);
    else runtime.client.update(endpoints, wanted);
  };

  const runtime = makeServiceRuntime(context, {
    name: 'endpoint-controller',
    needs: [known],
    sync: (service, selected, triggerMs) => {
      const current = known.lister.get(objectKey(service));
      write(service, current, triggerMs, endpointSubsets(service, selected));
    },
    onGone: (key) => ifFound(() => runtime.client.delete(endpoints, splitKey(key))),
  });
  known.addHandler({
    // Endpoints that were left when their Service went while nobody looked.
    onAdd: (object) => {
      if (object.metadata.labels?.[managedBy] === 'endpoint-controller') runtime.enqueue(object);
    },
    onDelete: (object) => {
      if (all.lister.get(`${object.metadata.namespace}/${object.metadata.name}`)) runtime.enqueue(object);
    },
  });
  return runtime;
}

function wantedLabels(service: Service, current: Endpoints | undefined): Record<string, string> {
  const { [headlessLabel]: _, ...labels } = { ...current?.metadata.labels, ...service.metadata.labels };
  return {
    ...labels,
    [managedBy]: 'endpoint-controller',
    ...(isHeadless(service) && { [headlessLabel]: '' }),
  };
}
