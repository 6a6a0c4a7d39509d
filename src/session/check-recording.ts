import { checkOperation } from './check-operation.ts';
import { checkControlPlaneFlags } from './control-plane-flags.ts';
import type { Recording, RecordedOperation } from './protocol.ts';
import { isRecord, mostSpanMs } from './shape.ts';

/** What a recording from outside may weigh at most. */
const limits = {
  operations: 20_000,
  nodes: 5_000,
  seedLength: 200,
  nameLength: 253,
} as const;

/**
 * Reads a recording that comes from a file, a link or a store. Answers it, rebuilt from checked
 * parts alone, or a sentence that says what is wrong with it.
 */
export function checkRecording(value: unknown): Recording | string {
  if (!isRecord(value) || value.podyard !== 'recording') return 'This is not a Podyard recording.';
  const { version } = value;
  if (version !== 1 && version !== 2) {
    return `This recording has version ${shown(version)}; this Podyard reads versions 1 and 2.`;
  }
  const { seed, startMs, endMs, cluster, operations } = value;
  if (typeof seed !== 'string' || seed.length > limits.seedLength) {
    return `seed: must be a text of at most ${limits.seedLength} characters`;
  }
  if (!isTime(startMs)) return 'startMs: must be a time in milliseconds';
  if (!isTime(endMs) || endMs < startMs || endMs - startMs > mostSpanMs) {
    return 'endMs: must be a time in milliseconds, not before startMs and at most a year after it';
  }
  if (!isRecord(cluster) || !isNameList(cluster.nodes)) {
    return `cluster.nodes: must be a list of at most ${limits.nodes} names`;
  }
  if (!Array.isArray(operations) || operations.length > limits.operations) {
    return `operations: must be a list of at most ${limits.operations}`;
  }
  const flags = version === 1 ? undefined : checkControlPlaneFlags(cluster.flags);
  if (typeof flags === 'string') return `cluster.flags: ${flags}`;
  const checked: RecordedOperation[] = [];
  let lastMs = startMs;
  for (const [index, recorded] of (operations as unknown[]).entries()) {
    if (!isRecord(recorded) || !isTime(recorded.atMs) || recorded.atMs < lastMs || recorded.atMs > endMs) {
      return `operations[${index}].atMs: must be a time between the one before and endMs`;
    }
    const operation = checkOperation(recorded.operation);
    if (typeof operation === 'string') return `operations[${index}].operation.${operation}`;
    checked.push({ atMs: recorded.atMs, operation });
    lastMs = recorded.atMs;
  }
  return {
    podyard: 'recording',
    version,
    seed,
    startMs,
    endMs,
    cluster: {
      nodes: cluster.nodes,
      ...(cluster.asInSlides === true && { asInSlides: true }),
      ...(cluster.controlPlane === 'hosted' && { controlPlane: 'hosted' }),
      ...(flags && { flags }),
    },
    operations: checked,
  };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isNameList(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length <= limits.nodes &&
    value.every((name) => typeof name === 'string' && name.length <= limits.nameLength)
  );
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 60);
}
