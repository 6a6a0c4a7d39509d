/**
 * Claims as the API server's own types print them when they may not change.
 * Models pkg/apis/resource/types.go (v1.36).
 */
import type { ResourceClaim, ResourceClaimTemplate } from '../../../api/types.ts';

type Source = Readonly<Record<string, unknown>>;

/** A field's JSON name, what it is when absent, and how what it holds prints. */
type Shape = readonly (readonly [name: string, zero: unknown, inner?: Shape])[];

const opaque: Shape = [
  ['driver', ''],
  ['parameters', null],
];
const configuration: Shape = [
  ['requests', null],
  ['opaque', null, opaque],
];
const toleration: Shape = [
  ['key', ''],
  ['operator', ''],
  ['value', ''],
  ['effect', ''],
  ['tolerationSeconds', null],
];
const selector: Shape = [['CEL', null, [['expression', '']]]];
const capacity: Shape = [['requests', null]];
const wanted = (adminAccess: boolean): Shape => [
  ['deviceClassName', ''],
  ['selectors', null, selector],
  ['allocationMode', ''],
  ['count', 0],
  ...(adminAccess ? ([['adminAccess', null]] as const) : []),
  ['tolerations', null, toleration],
  ['capacity', null, capacity],
];
const devices: Shape = [
  [
    'requests',
    null,
    [
      ['name', ''],
      ['exactly', null, wanted(true)],
      ['firstAvailable', null, [['name', ''], ...wanted(false)]],
    ],
  ],
  [
    'constraints',
    null,
    [
      ['requests', null],
      ['matchAttribute', null],
      ['distinctAttribute', null],
    ],
  ],
  ['config', null, configuration],
];
const spec: Shape = [['devices', undefined, devices]];
const result: Shape = [
  ['request', ''],
  ['driver', ''],
  ['pool', ''],
  ['device', ''],
  ['adminAccess', null],
  ['tolerations', null, toleration],
  ['bindingConditions', null],
  ['bindingFailureConditions', null],
  ['shareID', null],
  ['consumedCapacity', null],
];
const allocation: Shape = [
  [
    'devices',
    undefined,
    [
      ['results', null, result],
      ['config', null, [['source', ''], ...configuration]],
    ],
  ],
  ['nodeSelector', null],
  ['allocationTimestamp', null],
];

function print(source: Source, shape: Shape): Source {
  return Object.fromEntries(
    shape.map(([name, zero, inner]) => {
      const value = source[name === 'CEL' ? 'cel' : name] ?? zero;
      return [name.slice(0, 1).toUpperCase() + name.slice(1), inner ? printInner(value, inner) : value];
    }),
  );
}

/** A struct that is always there prints its zeros. */
function printInner(value: unknown, shape: Shape): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return (value as Source[]).map((item) => print(item, shape));
  return print((value ?? {}) as Source, shape);
}

export function shownClaimSpec(claim: ResourceClaim['spec']): unknown {
  return print(claim as Source, spec);
}

/** The metadata's fields stand beside the spec. */
export function shownTemplateSpec({ metadata, spec: claim }: ResourceClaimTemplate['spec']): unknown {
  return { ...metadata, Spec: print(claim as Source, spec) };
}

export function shownAllocation(allocated: object): unknown {
  return print(allocated as Source, allocation);
}
