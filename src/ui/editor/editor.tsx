import { FilePlus2, FolderOpen, Pencil, Play, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../kit/button.tsx';
import { classNames } from '../kit/class-names.ts';
import { Popover } from '../kit/popover.tsx';
import { Tabs } from '../kit/tabs.tsx';
import { usePage } from '../state/use-page.ts';
import {
  apply,
  chooseFile,
  closeFile,
  documents,
  followSession,
  homeFolder,
  homeMachine,
  jumpTo,
  openBeside,
  openFile,
  titleOf,
  typed,
  writeAll,
} from './documents.ts';
import type { Document } from './documents.ts';
import { NameDialog } from './name-dialog.tsx';
import { EditorSurface } from './editor-surface.tsx';
import styles from './editor.module.css';

/** Files that have a tab from the start. */
const openAtFirst = 3;
const firstFile = 'pod-definition.yaml';

/** The manifests of the home folder, to be edited and applied. */
export function EditorPanel({ plain }: { readonly plain: boolean }) {
  const { open, chosen } = useStore(documents);
  const [naming, setNaming] = useState<'new' | 'rename'>();
  const files = usePage((state) => state.mirror.files);
  useOpenFirstFiles();
  useEffect(() => {
    addEventListener('pagehide', writeAll);
    const leave = followSession();
    return () => {
      removeEventListener('pagehide', writeAll);
      leave();
    };
  }, []);

  const document = chosen === undefined ? undefined : open.get(chosen);
  const manifests = files.filter((file) => isManifest(file.path));
  return (
    <>
      <Tabs
        label="Files"
        tabs={[...open].map(([key, file]) => ({ id: key, label: titleOf(file) }))}
        chosen={chosen ?? ''}
        onChoose={chooseFile}
        onClose={closeFile}
        tools={
          <>
            <Popover icon={FolderOpen} label="Files" iconOnly>
              {manifests.map((file) => (
                <Button
                  key={file.path}
                  label={file.path.slice(homeFolder.length)}
                  data-closes
                  onClick={() => openFile({ machine: homeMachine, path: file.path })}
                />
              ))}
              <Button icon={FilePlus2} label="New file…" data-closes onClick={() => setNaming('new')} />
              {document && (
                <Button
                  icon={Pencil}
                  label="Rename this file…"
                  data-closes
                  onClick={() => setNaming('rename')}
                />
              )}
              {document && chosen && (
                <Button
                  icon={X}
                  label="Close this tab"
                  keys="Del"
                  data-closes
                  onClick={() => closeFile(chosen)}
                />
              )}
            </Popover>
            <Button
              icon={Play}
              label="Apply"
              keys={`${modifier} ↵`}
              look="primary"
              disabled={document?.text === undefined || document.applying}
              onClick={() => chosen && void apply(chosen)}
            />
          </>
        }
      >
        <div className={styles.editor} data-pane="editor" data-keys="own">
          {document?.text !== undefined && chosen !== undefined ? (
            <EditorSurface
              plain={plain}
              documentKey={chosen}
              path={document.path}
              text={document.text}
              problems={document.problems}
              onChange={(text) => typed(chosen, text)}
              onApply={() => void apply(chosen)}
            />
          ) : (
            <p className={styles.hint}>{open.size === 0 ? 'No file is open.' : '…'}</p>
          )}
        </div>
        {document && <Result document={document} />}
      </Tabs>
      {naming && <NameDialog purpose={naming} documentKey={chosen} onClose={() => setNaming(undefined)} />}
    </>
  );
}

const modifier = /mac/i.test(navigator.platform) ? '⌘' : 'Ctrl';

/** Opens the course's first manifests when the cluster tells of its files. */
function useOpenFirstFiles(): void {
  const files = usePage((state) => state.mirror.files);
  useEffect(() => {
    if (documents.getState().open.size > 0) return;
    const paths = files.map((file) => file.path).filter(isManifest);
    const first = paths.find((path) => path === homeFolder + firstFile);
    const ordered = [...(first ? [first] : []), ...paths.filter((path) => path !== first)];
    for (const path of ordered.slice(0, openAtFirst)) openBeside({ machine: homeMachine, path });
  }, [files]);
}

function isManifest(path: string): boolean {
  return path.startsWith(homeFolder) && /\.(ya?ml|json)$/.test(path);
}

/** What kubectl printed, and where the refusals are. */
function Result({ document }: { readonly document: Document }) {
  const { result, problems } = document;
  return (
    <div role="status" className={classNames(styles.result, result?.failed && styles.failed)} data-result>
      {result && <pre>{result.output}</pre>}
      {problems.map(
        (problem) =>
          problem.range && (
            <Button
              key={`${problem.range.startLine} ${problem.message}`}
              label={`Line ${problem.range.startLine + 1}, column ${problem.range.startColumn + 1}`}
              look="raised"
              onClick={() => problem.range && jumpTo(problem.range.startLine, problem.range.startColumn)}
            />
          ),
      )}
    </div>
  );
}
