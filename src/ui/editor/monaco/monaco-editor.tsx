import { useEffect, useRef } from 'react';
import type { ApplyProblem } from '../../../session/protocol.ts';
import { onThemeChange } from '../../kit/theme-colour.ts';
import styles from '../editor.module.css';
import type { EditorSurfaceProps } from '../surface.ts';
import { monaco, prepareYaml } from './monaco.ts';
import { followPageTheme } from './theme.ts';

/** The API server's refusals, beside the schema's own remarks. */
const markerOwner = 'kubernetes';

/** The full editor. Each document has a model of its own, which keeps its undo steps and place. */
export function MonacoEditor(props: EditorSurfaceProps) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<ReturnType<typeof monaco.editor.create>>(undefined);
  const views = useRef(new Map<string, unknown>());
  const current = useRef(props);
  current.current = props;

  useEffect(() => {
    if (!box.current) return undefined;
    void prepareYaml();
    followPageTheme();
    const created = monaco.editor.create(box.current, {
      model: null,
      theme: 'podyard',
      automaticLayout: true,
      minimap: { enabled: false },
      fixedOverflowWidgets: true,
      quickSuggestions: { other: true, strings: true, comments: false },
      wordBasedSuggestions: 'off',
      // Tab takes a suggestion; Enter always begins a line, or `v1` would swallow it.
      acceptSuggestionOnEnter: 'off',
      tabSize: 2,
      scrollBeyondLastLine: false,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
      fontSize: fontSize(),
      lineHeight: 1.6,
      lineNumbersMinChars: 3,
      lineDecorationsWidth: 6,
      padding: { top: 8, bottom: 8 },
      renderFinalNewline: 'on',
      overviewRulerLanes: 0,
      hideCursorInOverviewRuler: true,
      renderLineHighlight: 'line',
      scrollbar: { verticalScrollbarSize: 9, horizontalScrollbarSize: 9 },
      accessibilitySupport: 'auto',
      ariaLabel: 'Manifest',
      unicodeHighlight: { ambiguousCharacters: false },
    });
    created.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => current.current.onApply());
    const changes = created.onDidChangeModelContent(() => {
      const text = created.getModel()?.getValue();
      if (text !== undefined && text !== current.current.text) current.current.onChange(text);
    });
    editor.current = created;
    const stopTheme = onThemeChange(() => {
      followPageTheme();
      created.updateOptions({ fontSize: fontSize() });
    });
    return () => {
      stopTheme();
      changes.dispose();
      created.dispose();
      editor.current = undefined;
    };
  }, []);

  const { documentKey, path, text, problems, jump } = props;

  useEffect(() => {
    const shown = editor.current;
    if (!shown) return undefined;
    const seen = views.current;
    shown.setModel(modelOf(documentKey, path, current.current.text));
    const view = seen.get(documentKey);
    if (view) shown.restoreViewState(view as never);
    return () => void seen.set(documentKey, shown.saveViewState());
  }, [documentKey, path]);

  useEffect(() => {
    const model = editor.current?.getModel();
    // Someone else changed the file: undo still leads back to what was here.
    if (model && model.getValue() !== text) {
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
    }
  }, [text]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model) monaco.editor.setModelMarkers(model, markerOwner, problems.flatMap(markerOf));
  }, [problems, documentKey]);

  useEffect(() => {
    if (!jump || !editor.current) return;
    const position = { lineNumber: jump.line + 1, column: jump.column + 1 };
    editor.current.setPosition(position);
    editor.current.revealPositionInCenterIfOutsideViewport(position);
    editor.current.focus();
  }, [jump]);

  return <div ref={box} className={styles.monaco} />;
}

function modelOf(key: string, path: string, text: string) {
  const uri = monaco.Uri.from({ scheme: 'file', path: `/${key.replace(':', '')}` });
  const known = monaco.editor.getModel(uri);
  const language = /\.ya?ml$/.test(path) ? 'yaml' : 'plaintext';
  return known ?? monaco.editor.createModel(text, language, uri);
}

function markerOf({ message, range }: ApplyProblem) {
  if (!range) return [];
  return [
    {
      severity: monaco.MarkerSeverity.Error,
      message,
      startLineNumber: range.startLine + 1,
      startColumn: range.startColumn + 1,
      endLineNumber: range.endLine + 1,
      endColumn: range.endColumn + 1,
    },
  ];
}

function fontSize(): number {
  return Number.parseFloat(getComputedStyle(document.body).fontSize);
}
