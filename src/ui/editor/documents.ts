import { createStore } from 'zustand/vanilla';
import type { ApplyProblem } from '../../session/protocol.ts';
import { inThePast } from '../state/moments.ts';
import { onSessionMessage, send } from '../state/session.ts';
import { page } from '../state/store.ts';

/** A file of a machine. */
export interface FileName {
  readonly machine: string;
  readonly path: string;
}

export interface Document extends FileName {
  /** Undefined until it was read. */
  readonly text: string | undefined;
  readonly problems: readonly ApplyProblem[];
  /** What kubectl printed at the last Apply. */
  readonly result?: { readonly output: string; readonly failed: boolean };
  readonly applying: boolean;
}

export interface Documents {
  /** By `keyOf`, in the order of their tabs. */
  readonly open: ReadonlyMap<string, Document>;
  readonly chosen: string | undefined;
  /** A place to go to, by zero-based line and column; a new object each time it is asked for. */
  readonly jump?: { readonly line: number; readonly column: number };
}

export const homeMachine = 'controlplane';
export const homeFolder = '/root/';
/** Drafts are written to the machine when nobody has typed for this long. */
const writeAfterMs = 1_200;

export const documents = createStore<Documents>(() => ({ open: new Map(), chosen: undefined }));

function keyOf(file: FileName): string {
  return `${file.machine}:${file.path}`;
}

export function titleOf(file: FileName): string {
  const name = file.path.split('/').at(-1) ?? file.path;
  return file.machine === homeMachine ? name : `${name} (${file.machine})`;
}

/** Opens a file in a tab, or goes to the tab that it has. */
export function openFile(file: FileName): void {
  const key = keyOf(file);
  if (!documents.getState().open.has(key)) {
    put({ ...file, text: undefined, problems: [], applying: false });
    void read(file);
  }
  documents.setState({ chosen: key });
}

/** Makes sure that a file has a tab without going there. */
export function openBeside(file: FileName): void {
  const { chosen } = documents.getState();
  openFile(file);
  if (chosen !== undefined) documents.setState({ chosen });
}

export function chooseFile(key: string): void {
  documents.setState({ chosen: key });
}

export function closeFile(key: string): void {
  const { open, chosen } = documents.getState();
  writeNow(key);
  const keys = [...open.keys()];
  const at = keys.indexOf(key);
  const left = new Map(open);
  left.delete(key);
  const neighbour = keys[at + 1] ?? keys[at - 1];
  documents.setState({ open: left, chosen: chosen === key ? neighbour : chosen });
}

export async function newFile(name: string, text = ''): Promise<string | null> {
  const path = name.startsWith('/') ? name : homeFolder + name;
  const { problem } = await send('writeFile', { machine: homeMachine, path, text });
  if (problem === null) openFile({ machine: homeMachine, path });
  return problem;
}

export async function renameFile(key: string, name: string): Promise<string | null> {
  const document = documents.getState().open.get(key);
  if (!document) return null;
  const path = name.startsWith('/') ? name : document.path.replace(/[^/]*$/, name);
  if (path === document.path) return null;
  const { problem } = await send('writeFile', { machine: document.machine, path, text: document.text ?? '' });
  if (problem !== null) return problem;
  cancelWriting(key);
  await send('removeFile', { machine: document.machine, path: document.path });
  const open = new Map<string, Document>();
  const renamed = { ...document, path };
  for (const [each, value] of documents.getState().open) {
    if (each === key) open.set(keyOf(renamed), renamed);
    else open.set(each, value);
  }
  documents.setState({ open, chosen: keyOf(renamed) });
  return null;
}

/** Takes what was typed; it reaches the machine a little later, so that a reload finds it. */
export function typed(key: string, text: string): void {
  const document = documents.getState().open.get(key);
  if (!document || document.text === text) return;
  put({ ...document, text, problems: [] });
  cancelWriting(key);
  // Typing in the past must not fork it: only Apply does.
  if (inThePast(page.getState().mirror)) return;
  writing.set(
    key,
    setTimeout(() => writeNow(key), writeAfterMs),
  );
}

export async function apply(key: string): Promise<void> {
  const document = documents.getState().open.get(key);
  if (document?.text === undefined || document.applying) return;
  const { path, text } = document;
  cancelWriting(key);
  put({ ...document, applying: true });
  try {
    const answer = await send('apply', { path, text });
    change(key, {
      applying: false,
      problems: answer.problems,
      result: { output: answer.output.trimEnd(), failed: answer.exitCode !== 0 },
    });
  } catch (error) {
    const output = error instanceof Error ? error.message : String(error);
    change(key, { applying: false, result: { output, failed: true } });
  }
}

export function jumpTo(line: number, column: number): void {
  documents.setState({ jump: { line, column } });
}

/** Follows the machine's files: changed ones are read again, and `vi` in a terminal opens a tab. */
export function followSession(): () => void {
  return onSessionMessage((message) => {
    if (message.type === 'edit-file') openFile({ machine: message.machine, path: message.path });
    if (message.type !== 'frame' || (!message.frame.files && !message.frame.reset)) return;
    for (const [key, document] of documents.getState().open) if (!writing.has(key)) void read(document);
  });
}

const writing = new Map<string, ReturnType<typeof setTimeout>>();

function cancelWriting(key: string): void {
  clearTimeout(writing.get(key));
  writing.delete(key);
}

function writeNow(key: string): void {
  if (!writing.has(key)) return;
  cancelWriting(key);
  const document = documents.getState().open.get(key);
  if (document?.text === undefined) return;
  const { machine, path, text } = document;
  void send('writeFile', { machine, path, text });
}

/** What was typed last is written before the page goes. */
export function writeAll(): void {
  for (const key of writing.keys()) writeNow(key);
}

async function read(file: FileName): Promise<void> {
  const key = keyOf(file);
  const { text } = await send('readFile', { machine: file.machine, path: file.path });
  if (writing.has(key)) return;
  const document = documents.getState().open.get(key);
  if (document && document.text !== (text ?? '')) put({ ...document, text: text ?? '' });
}

function put(document: Document): void {
  documents.setState(({ open }) => ({ open: new Map(open).set(keyOf(document), document) }));
}

function change(key: string, changes: Partial<Document>): void {
  const document = documents.getState().open.get(key);
  if (document) put({ ...document, ...changes });
}
