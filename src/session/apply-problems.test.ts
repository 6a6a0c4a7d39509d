import { describe, expect, it } from 'vitest';
import type { Status } from '../engine/index.ts';
import { refusalProblems, syntaxProblem } from './apply-problems.ts';

const text = `apiVersion: v1
kind: Service
metadata:
  name: web
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {a/b: x}
spec:
  containers:
  - name: c
    image: nginx
    ports:
    - containerPort: eighty
    command: |
      a
      b
`;
const failure = (message: string, causes?: readonly { field: string; message: string }[]): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  details: causes && { causes },
  code: 422,
});
const placed = (status: Status): (string | undefined)[] =>
  refusalProblems(text, [{ kind: 'Pod', name: 'web', status }]).map(({ range }) => {
    if (range === undefined) return undefined;
    const lines = text.split('\n').slice(range.startLine, range.endLine + 1);
    return lines.length === 1 ? lines[0]?.slice(range.startColumn, range.endColumn) : lines.join('\n');
  });

describe('a refusal is marked where it came from', () => {
  it.each([
    ['a field', 'spec.containers[0].image', 'nginx'],
    ['a key with a slash', 'metadata.labels[a/b]', 'x'],
    [
      'a field that is not there: what is around it',
      'spec.containers[0].ports[0].protocol',
      'containerPort: eighty',
    ],
    ['a block of text: its key', 'spec.containers[0].command', 'command'],
  ])('%s', (_what, field, expected) => {
    expect(placed(failure('invalid', [{ field, message: 'x' }]))[0]).toContain(expected);
  });

  it.each([
    ['an unknown field', 'strict decoding error: unknown field "spec.containers[0].image"', 'nginx'],
    [
      'a wrong type, whose path has no indexes',
      'json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
      'eighty',
    ],
    ['something without a field: the kind', 'pods "web" is forbidden', 'Pod'],
  ])('%s', (_what, message, expected) => {
    expect(placed(failure(message))).toEqual([expected]);
  });

  it('each cause has its own place', () => {
    const causes = [
      { field: 'metadata.name', message: 'bad' },
      { field: 'spec.containers[0].name', message: 'bad' },
    ];
    expect(placed(failure('invalid', causes))).toEqual(['web', 'c']);
  });
});

describe('a text that is no YAML', () => {
  it.each([
    ['a tab', 'kind: Pod\n\tname: x\n', 1],
    ['an open quote', 'kind: "Pod\n', 0],
    ['an alias to nothing', 'a: 1\nb: *c\n', 1],
  ])('%s', (_what, broken, line) => {
    expect(syntaxProblem(broken)?.range?.startLine).toBeGreaterThanOrEqual(line);
  });

  it('good YAML has no problem', () => {
    expect(syntaxProblem(text)).toBeUndefined();
  });
});
