import { Suspense, lazy, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { documents } from './documents.ts';
import { PlainEditor } from './plain-editor.tsx';
import type { EditorSurfaceProps } from './surface.ts';
import { SurfaceFallback } from './surface-fallback.tsx';

const MonacoEditor = lazy(async () => ({
  default: (await import('./monaco/monaco-editor.tsx')).MonacoEditor,
}));

/** A sandboxed frame has no origin of its own, and without one no workers: the full editor needs some. */
const sandboxed = globalThis.origin === 'null';

/** The board comes first: the full editor loads when the page has come to rest. */
const loadAfterMs = 900;

/** The text, in the full editor as soon as that is there; in a plain one before, and where it cannot be. */
export function EditorSurface(props: Omit<EditorSurfaceProps, 'jump'> & { readonly plain: boolean }) {
  const [wanted, setWanted] = useState(false);
  const jump = useStore(documents, (state) => state.jump);
  const { plain, ...rest } = props;
  useEffect(() => {
    const timer = setTimeout(() => setWanted(true), loadAfterMs);
    return () => clearTimeout(timer);
  }, []);
  const simple = <PlainEditor {...rest} jump={jump} />;
  if (plain || !wanted || sandboxed) return simple;
  return (
    <SurfaceFallback fallback={simple}>
      <Suspense fallback={simple}>
        <MonacoEditor {...rest} jump={jump} />
      </Suspense>
    </SurfaceFallback>
  );
}
