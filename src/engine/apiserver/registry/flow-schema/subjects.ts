import { forbidden, invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import { isDnsLabel, isDnsSubdomain } from '../../../api/names.ts';
import type { FlowSchema } from '../../../api/types.ts';

type Subject = NonNullable<FlowSchema['spec']['rules']>[number]['subjects'][number];

const members = { User: 'user', ServiceAccount: 'serviceAccount', Group: 'group' } as const;

/** Who a rule is about: what belongs to its kind, and nothing else. Models ValidateFlowSchemaSubject (v1.36). */
export function subjectErrors(subject: Subject, path: string): FieldError[] {
  const kind = subject.kind as keyof typeof members;
  if (!Object.hasOwn(members, kind))
    return [notSupported(`${path}.kind`, subject.kind, Object.keys(members).toSorted())];
  const others = (Object.keys(members) as (keyof typeof members)[]).filter(
    (other) => other !== kind && subject[members[other]] !== undefined,
  );
  return [
    ...ownErrors(subject, kind, `${path}.${members[kind]}`),
    ...others.map((other) =>
      forbidden(
        `${path}.${members[other]}`,
        `${members[other]} is forbidden when subject kind is not '${other}'`,
      ),
    ),
  ];
}

function ownErrors(subject: Subject, kind: keyof typeof members, path: string): FieldError[] {
  const named = subject[members[kind]];
  if (!named) return [required(path, `${members[kind]} is required when subject kind is '${kind}'`)];
  const { name } = named;
  if (kind !== 'ServiceAccount') return name ? [] : [required(`${path}.name`)];
  const namespace = subject.serviceAccount?.namespace ?? '';
  return [
    ...(name ? [] : [required(`${path}.name`)]),
    ...(name && name !== '*'
      ? isDnsSubdomain(name).map((problem) => invalid(`${path}.name`, name, problem))
      : []),
    ...(namespace
      ? isDnsLabel(namespace).map((problem) => invalid(`${path}.namespace`, namespace, problem))
      : [required(`${path}.namespace`, 'must specify namespace for service account')]),
  ];
}
