import { at, child } from '../../../api/field-error.ts';
import { isDnsLabel, isLabelValue } from '../../../api/names.ts';
import { parseQuantity, quantityMilliValue } from '../../../api/quantity.ts';
import type { Container, PodSpec, PodTemplateSpec } from '../../../api/types.ts';

type Meta = { readonly name?: string; readonly annotations?: Readonly<Record<string, string>> };

const deprecatedLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region':
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone':
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type':
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};

const deprecatedAnnotations: readonly [key: string, text: string][] = [
  [
    'scheduler.alpha.kubernetes.io/critical-pod',
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  ],
  [
    'seccomp.security.alpha.kubernetes.io/pod',
    'non-functional in v1.27+; use the "seccompProfile" field instead',
  ],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  [
    'security.alpha.kubernetes.io/unsafe-sysctls',
    'non-functional in v1.11+; use the "sysctls" field instead',
  ],
];

/** Stored specs that give no reason for a warning: pods of one template share theirs. */
const quietSpecs = new WeakSet<PodSpec>();

/** Models pkg/api/pod.GetWarningsForPod (v1.36). */
export function podWarnings(meta: Meta, spec: PodSpec): string[] {
  const warnings: string[] = [];
  const nameProblems = isDnsLabel(meta.name ?? '');
  if (meta.name && nameProblems.length > 0) {
    warnings.push(
      `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${nameProblems.join(' ')}]`,
    );
  }
  if (meta.annotations === undefined && quietSpecs.has(spec)) return warnings;
  const ofSpec = specWarnings(meta, spec, 'spec', 'metadata.annotations');
  if (ofSpec.length === 0 && Object.isFrozen(spec)) quietSpecs.add(spec);
  return [...warnings, ...ofSpec];
}

/** Models pkg/api/pod.GetWarningsForPodTemplate (v1.36). */
export function podTemplateWarnings(template: PodTemplateSpec | undefined, path = 'spec.template'): string[] {
  if (!template?.spec) return [];
  const meta = (template.metadata ?? {}) as Meta;
  return specWarnings(meta, template.spec, child(path, 'spec'), child(path, 'metadata', 'annotations'));
}

function specWarnings(meta: Meta, spec: PodSpec, path: string, annotationsPath: string): string[] {
  return [
    ...nodeSelectorWarnings(spec, path),
    ...affinityWarnings(spec, path),
    ...topologyWarnings(spec, path),
    ...deprecatedAnnotations
      .filter(([key]) => meta.annotations?.[key] !== undefined)
      .map(([key, text]) => `${at(annotationsPath, key)}: ${text}`),
    ...(spec.hostAliases ?? []).flatMap(({ ip, hostnames }, index) => {
      const first = (spec.hostAliases ?? []).findIndex((alias) => alias.ip === ip);
      return first < index && hostnames !== undefined
        ? [`${at(child(path, 'hostAliases'), index)}.ip: duplicate ip "${ip}"`]
        : [];
    }),
    ...(spec.imagePullSecrets ?? []).flatMap(({ name }, index, all) => {
      const here = child(at(child(path, 'imagePullSecrets'), index), 'name');
      if (!name) return [`${here}: invalid empty name ""`];
      return all.findIndex((other) => other.name === name) < index
        ? [`${here}: duplicate name "${name}"`]
        : [];
    }),
    ...containerWarnings(spec, path),
  ];
}

function nodeSelectorWarnings(spec: PodSpec, path: string): string[] {
  return Object.keys(spec.nodeSelector ?? {})
    .toSorted()
    .flatMap((key) => {
      const text = Object.hasOwn(deprecatedLabels, key) ? deprecatedLabels[key] : undefined;
      return text === undefined ? [] : [`${at(child(path, 'nodeSelector'), key)}: ${text}`];
    });
}

function affinityWarnings(spec: PodSpec, path: string): string[] {
  const node = spec.affinity?.nodeAffinity;
  const base = child(path, 'affinity', 'nodeAffinity');
  const preferred = child(base, 'preferredDuringSchedulingIgnoredDuringExecution');
  const required = child(base, 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  const terms = [
    ...(node?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []).map(
      (term, index) => [term, at(required, index), false] as const,
    ),
    ...(node?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
      ({ preference }, index) => [preference, child(at(preferred, index), 'preference'), true] as const,
    ),
  ];
  return terms.flatMap(([term, termPath, checkValues]) =>
    (term.matchExpressions ?? []).flatMap((expression, index) => {
      const here = at(child(termPath, 'matchExpressions'), index);
      const deprecated = Object.hasOwn(deprecatedLabels, expression.key)
        ? deprecatedLabels[expression.key]
        : undefined;
      return [
        ...(deprecated === undefined ? [] : [`${child(here, 'key')}: ${expression.key} is ${deprecated}`]),
        ...(expression.values ?? []).flatMap((value, valueIndex) =>
          checkValues
            ? isLabelValue(value).map(
                (problem) => `${at(child(here, 'values'), valueIndex)}: ${value} is invalid, ${problem}`,
              )
            : [],
        ),
      ];
    }),
  );
}

function topologyWarnings(spec: PodSpec, path: string): string[] {
  return (spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey, labelSelector }, index) => {
    const here = at(child(path, 'topologySpreadConstraints'), index);
    const deprecated = Object.hasOwn(deprecatedLabels, topologyKey)
      ? deprecatedLabels[topologyKey]
      : undefined;
    return [
      ...(deprecated === undefined ? [] : [`${child(here, 'topologyKey')}: ${topologyKey} is ${deprecated}`]),
      ...(labelSelector === undefined
        ? [`${child(here, 'labelSelector')}: a null labelSelector results in matching no pod`]
        : []),
    ];
  });
}

function containerWarnings(spec: PodSpec, path: string): string[] {
  const lists = [
    ...(spec.initContainers ?? []).map(
      (container, index) => [container, at(child(path, 'initContainers'), index)] as const,
    ),
    ...(spec.containers ?? []).map(
      (container, index) => [container, at(child(path, 'containers'), index)] as const,
    ),
  ];
  return lists.flatMap(([container, here]) => [
    ...byteWarnings(container, here),
    ...envWarnings(container, here),
    ...portWarnings(container, here),
  ]);
}

function byteWarnings(container: Container, path: string): string[] {
  return (['limits', 'requests'] as const).flatMap((list) =>
    ['memory', 'ephemeral-storage'].flatMap((name) => {
      const text = container.resources?.[list]?.[name];
      if (text === undefined || quantityMilliValue(parseQuantity(text)) % 1000n === 0n) return [];
      const here = at(child(path, 'resources', list), name);
      return [`${here}: fractional byte value "${text}" is invalid, must be an integer`];
    }),
  );
}

function envWarnings(container: Container, path: string): string[] {
  const seen = new Set<string>();
  return (container.env ?? []).flatMap(({ name, value }, index) => {
    const known = seen.has(name);
    seen.add(name);
    // A variable that extends itself is meant to come twice.
    if (!known || value?.includes(`$(${name})`)) return [];
    return [
      `${at(child(path, 'env'), index)}: hides previous definition of "${name}", which may be dropped when using apply`,
    ];
  });
}

function portWarnings(container: Container, path: string): string[] {
  const ports = container.ports ?? [];
  const portsPath = child(path, 'ports');
  return ports.flatMap((port, index) => {
    const here = at(portsPath, index);
    if (port.hostIP && !port.hostPort) {
      const shown = `{Name:${port.name ?? ''} HostPort:0 ContainerPort:${port.containerPort} Protocol:${port.protocol} HostIP:${port.hostIP}}`;
      return [`${here}: hostIP set without hostPort: ${shown}`];
    }
    const first = ports.findIndex(
      (other) =>
        other.containerPort === port.containerPort &&
        other.protocol === port.protocol &&
        (other.hostPort ?? 0) === (port.hostPort ?? 0) &&
        (other.hostIP ?? '') === (port.hostIP ?? ''),
    );
    return first < index ? [`${here}: duplicate port definition with ${at(portsPath, first)}`] : [];
  });
}
