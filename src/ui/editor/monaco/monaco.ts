/**
 * Monaco with the features a manifest needs, and nothing else: importing `monaco-editor` itself would
 * bring all its languages and their workers.
 */
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/caretOperations/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeAction/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/cursorUndo/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/folding/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/smartSelect/register';
import 'monaco-editor/features/snippet/register';
import 'monaco-editor/features/suggest/register';
// 0.57's suggest feature does not register its controller.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import 'monaco-editor/editor/browser/coreCommands';
import 'monaco-editor/editor/contrib/caretOperations/browser/caretOperations';
import 'monaco-editor/editor/common/standaloneStrings';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
import 'monaco-editor/languages/definitions/yaml/register';
import { configureMonacoYaml } from 'monaco-yaml';
import EditorWorker from './editor.worker.ts?worker';
import YamlWorker from './yaml.worker.ts?worker';

globalThis.MonacoEnvironment = { getWorker: () => new EditorWorker() };

interface WorkerOptions {
  readonly createData?: unknown;
  readonly keepIdleModels?: boolean;
}

/**
 * monaco-yaml asks for its worker in the way of older Monacos, which name a module; 0.57 wants the
 * worker itself. The first message installs the worker's handler, the second is what it is made with.
 */
const monacoForYaml = {
  ...monaco,
  editor: {
    ...monaco.editor,
    createWebWorker: (options: WorkerOptions) => {
      const worker = new YamlWorker();
      worker.postMessage('ignore');
      worker.postMessage(options.createData);
      return monaco.editor.createWebWorker({ worker, keepIdleModels: options.keepIdleModels ?? false });
    },
  },
};

let ready: Promise<void> | undefined;

/** Teaches Monaco Kubernetes' kinds, once. Without the schema it still edits. */
export function prepareYaml(): Promise<void> {
  return (ready ??= configure());
}

async function configure(): Promise<void> {
  const response = await fetch('./kubernetes-schema.json').catch(() => undefined);
  if (!response?.ok) return;
  const schema: unknown = await response.json();
  configureMonacoYaml(monacoForYaml, {
    isKubernetes: true,
    validate: true,
    completion: true,
    hover: true,
    format: { enable: false },
    yamlVersion: '1.1',
    schemas: [{ uri: 'inmemory://kubernetes.json', fileMatch: ['*.yaml', '*.yml'], schema: schema as never }],
  });
}

export { monaco };
