import type { Operation, Recording, RecordedOperation } from './protocol.ts';

/** What a recording from outside may weigh at most. */
const limits = {
  operations: 20_000,
  nodes: 5_000,
  textLength: 5_000_000,
  seedLength: 200,
  nameLength: 253,
  /** A year of virtual time. */
  spanMs: 365 * 24 * 3600 * 1000,
} as const;

/**
 * Reads a recording that comes from a file, a link or a store. Answers it, rebuilt from checked
 * parts alone, or a sentence that says what is wrong with it.
 */
export function checkRecording(value: unknown): Recording | string {
  if (!isRecord(value) || value.podyard !== 'recording') return 'This is not a Podyard recording.';
  if (value.version !== 1) {
    return `This recording has version ${shown(value.version)}; this Podyard reads version 1.`;
  }
  const { seed, startMs, endMs, cluster, operations } = value;
  if (typeof seed !== 'string' || seed.length > limits.seedLength) {
    return `seed: must be a text of at most ${limits.seedLength} characters`;
  }
  if (!isTime(startMs)) return 'startMs: must be a time in milliseconds';
  if (!isTime(endMs) || endMs < startMs || endMs - startMs > limits.spanMs) {
    return 'endMs: must be a time in milliseconds, not before startMs and at most a year after it';
  }
  if (!isRecord(cluster) || !isNameList(cluster.nodes)) {
    return `cluster.nodes: must be a list of at most ${limits.nodes} names`;
  }
  if (!Array.isArray(operations) || operations.length > limits.operations) {
    return `operations: must be a list of at most ${limits.operations}`;
  }
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
    version: 1,
    seed,
    startMs,
    endMs,
    cluster: { nodes: cluster.nodes, ...(cluster.asInSlides === true && { asInSlides: true }) },
    operations: checked,
  };
}

/** The members of each operation that are texts. */
const textMembers: Readonly<Record<Exclude<Operation['type'], 'request'>, readonly string[]>> = {
  'write-file': ['machine', 'path', 'text'],
  'remove-file': ['machine', 'path'],
  'move-file': ['machine', 'from', 'to'],
  'make-folder': ['machine', 'path'],
  'add-node': ['name'],
  'remove-node': ['name'],
  service: ['machine', 'verb', 'unit'],
};

function checkOperation(value: unknown): Operation | string {
  if (!isRecord(value)) return ': must be an object';
  const { type } = value;
  if (type === 'request') return checkRequest(value.request);
  if (typeof type !== 'string' || !Object.hasOwn(textMembers, type)) return `type: unknown ${shown(type)}`;
  const operation: Record<string, string> = { type };
  for (const member of textMembers[type as keyof typeof textMembers]) {
    const text = value[member];
    if (!isText(text)) return `${member}: must be a text`;
    operation[member] = text;
  }
  return operation as Operation;
}

function checkRequest(value: unknown): Operation | string {
  if (!isRecord(value)) return 'request: must be an object';
  const { method, path, headers, body } = value;
  if (!isText(method) || !isText(path) || !path.startsWith('/')) {
    return 'request: needs a method, and a path that begins with /';
  }
  if (body !== undefined && !isText(body)) return 'request.body: must be a text';
  const checkedHeaders: Record<string, string> = {};
  if (headers !== undefined) {
    if (!isRecord(headers)) return 'request.headers: must be an object';
    for (const [name, text] of Object.entries(headers)) {
      if (!/^[a-z0-9-]{1,100}$/.test(name) || !isText(text))
        return `request.headers: ${shown(name)} is malformed`;
      checkedHeaders[name] = text;
    }
  }
  return {
    type: 'request',
    request: { method, path, headers: checkedHeaders, ...(body === undefined ? {} : { body }) },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= limits.textLength;
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
