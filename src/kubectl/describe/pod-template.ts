import {
  formatSelector,
  type LabelSelector,
  type PodTemplateSpec,
  selectorFrom,
  type Toleration,
  type TopologySpreadConstraint,
} from '../../engine/index.ts';
import { compareStrings, goSort } from '../go/sort.ts';
import { writeContainers } from './containers.ts';
import { writeVolumes } from './volumes.ts';
import type { DescribeWriter } from './writer.ts';

/** The Pod Template section. Models describe.DescribePodTemplate (v1.36). */
export function writePodTemplate(w: DescribeWriter, template: PodTemplateSpec | null | undefined): void {
  w.write(0, 'Pod Template:\n');
  if (!template) {
    w.write(1, '<unset>');
    return;
  }
  const { metadata, spec } = template;
  w.labels('  Labels', metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0)
    w.annotations('  Annotations', metadata?.annotations);
  if (spec?.serviceAccountName) w.write(1, `Service Account:\t${spec.serviceAccountName}\n`);
  if (spec?.initContainers && spec.initContainers.length > 0) {
    writeContainers(w, 'Init Containers', spec.initContainers, undefined, undefined, '  ');
  }
  writeContainers(w, 'Containers', spec?.containers ?? [], undefined, undefined, '  ');
  writeVolumes(w, spec?.volumes, '  ');
  writeSpread(w, spec?.topologySpreadConstraints, '  ');
  if (spec?.priorityClassName) w.write(1, `Priority Class Name:\t${spec.priorityClassName}\n`);
  w.labels('  Node-Selectors', spec?.nodeSelector);
  writeTolerations(w, '  Tolerations', spec?.tolerations);
}

export function writeSpread(
  w: DescribeWriter,
  constraints: readonly TopologySpreadConstraint[] | null | undefined,
  space: string,
): void {
  if (!constraints || constraints.length === 0) return;
  w.write(0, `${space}Topology Spread Constraints:\t`);
  const sorted = goSort([...constraints], (a, b) => compareStrings(a.topologyKey, b.topologyKey) < 0);
  for (const [index, constraint] of sorted.entries()) {
    if (index > 0) w.write(0, `${space}\t`);
    const { topologyKey, whenUnsatisfiable, maxSkew, labelSelector } = constraint;
    const selector = labelSelector ? ` for selector ${selectorText(labelSelector)}` : '';
    w.write(0, `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}\n`);
  }
}

export function writeTolerations(
  w: DescribeWriter,
  title: string,
  tolerations: readonly Toleration[] | null | undefined,
): void {
  w.write(0, `${title}:\t`);
  if (!tolerations || tolerations.length === 0) {
    w.write(0, '<none>\n');
    return;
  }
  const sorted = goSort([...tolerations], (a, b) => compareStrings(a.key ?? '', b.key ?? '') < 0);
  for (const [index, toleration] of sorted.entries()) {
    w.write(0, `${index === 0 ? '' : '\t'}${tolerationText(toleration)}\n`);
  }
}

function tolerationText({ key = '', value = '', effect, operator, tolerationSeconds }: Toleration): string {
  let text = key;
  if (value !== '') text += `=${value}`;
  if (effect) text += `:${effect}`;
  if (operator === 'Exists' && value === '') text += key !== '' || effect ? ' op=Exists' : 'op=Exists';
  if (tolerationSeconds !== undefined && tolerationSeconds !== null) text += ` for ${tolerationSeconds}s`;
  return text;
}

/** `app=web,tier in (a,b)`, or `<none>`. Models metav1.FormatLabelSelector. */
export function selectorText(selector: LabelSelector | null | undefined): string {
  const text = formatSelector(selectorFrom(selector));
  return text === '' ? '<none>' : text;
}
