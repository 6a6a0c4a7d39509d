import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, runnerImport } from 'vite';
import type { Plugin } from 'vite';
import { editorSchema } from './scripts/kubernetes-schema.ts';

/**
 * What the built page may load. Styles are allowed inline because the editor and the terminal write
 * their own; scripts never are, nor is eval.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Only the build gets the policy: the development server needs inline scripts for hot updates. */
function withContentSecurityPolicy(): Plugin {
  return {
    name: 'podyard:content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/** What the board shows before there is an engine: the first frame of the cluster that every newcomer gets. */
function withPreparedFrame(): Plugin {
  const name = 'virtual:podyard/prepared-frame';
  const script = fileURLToPath(new URL('./scripts/prepared-frame.ts', import.meta.url));
  return {
    name: 'podyard:prepared-frame',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    async load(id) {
      if (id !== `\0${name}`) return undefined;
      const { module, dependencies } =
        await runnerImport<typeof import('./scripts/prepared-frame.ts')>(script);
      for (const file of dependencies) this.addWatchFile(file);
      const { startMs, frame } = await module.preparedFrame();
      const json = JSON.stringify(JSON.stringify(frame));
      return `export const startMs = ${startMs};\nexport const frame = JSON.parse(${json});`;
    },
  };
}

/** Chunks of the first board that the entry asks for only when it runs. */
const firstChunks = ['show', 'prepared-frame'];

/** The page's own code and styles are fetched while the entry starts the cluster, not after. */
function withPagePreloaded(): Plugin {
  return {
    name: 'podyard:page-preloaded',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const entries = chunks.filter(({ name }) => firstChunks.includes(name));
        const scripts = new Set(entries.flatMap(({ fileName, imports }) => [fileName, ...imports]));
        const styles = new Set(
          chunks
            .filter(({ fileName }) => scripts.has(fileName))
            .flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]),
        );
        const link = (rel: string) => (fileName: string) => ({
          tag: 'link',
          attrs: { rel, crossorigin: true, href: `./${fileName}` },
          injectTo: 'head' as const,
        });
        const isNew = (fileName: string): boolean => !html.includes(fileName);
        return [
          ...[...styles].filter(isNew).map(link('stylesheet')),
          ...[...scripts].filter(isNew).map(link('modulepreload')),
        ];
      },
    },
  };
}

/** The editor's knowledge of Kubernetes' kinds, made from the published types when it is asked for. */
function withKubernetesSchema(): Plugin {
  const fileName = 'kubernetes-schema.json';
  let schema: string | undefined;
  return {
    name: 'podyard:kubernetes-schema',
    configureServer(server) {
      server.middlewares.use(`/${fileName}`, (_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end((schema ??= editorSchema()));
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: editorSchema() });
    },
  };
}

/** What the entry and the page both use, as one chunk: each file of the first load costs a request. */
const firstShared =
  /\/src\/ui\/(state|kit\/(?!data-table|score-table))|\/src\/session\/(connect|port|protocol|recording-store|served|session-client)\.ts|\/node_modules\/(idb|react|zustand|lucide-react)\/|vite\/preload-helper|rolldown\/runtime/;

export default defineConfig({
  base: './',
  plugins: [
    react(),
    withContentSecurityPolicy(),
    withPreparedFrame(),
    withPagePreloaded(),
    withKubernetesSchema(),
  ],
  worker: { format: 'es' },
  resolve: {
    alias: [
      // monaco-yaml's worker manager still imports by the path that monaco-editor's exports no longer name.
      { find: /^monaco-editor\/esm\/vs\/(.*)$/, replacement: 'monaco-editor/$1' },
      // monaco-yaml's worker brings prettier for formatting, which is off: a third of its size.
      {
        find: /^prettier(\/.*)?$/,
        replacement: fileURLToPath(new URL('./src/ui/editor/monaco/no-prettier.ts', import.meta.url)),
      },
    ],
  },
  optimizeDeps: {
    // Everything that is reached lazily, or the first click would make the development server reload the page.
    include: [
      'monaco-editor/editor',
      'monaco-editor/features/*/register',
      'monaco-editor/languages/definitions/yaml/register',
      'monaco-editor/editor/contrib/suggest/browser/suggestController',
      'monaco-editor/editor/browser/coreCommands',
      'monaco-editor/editor/contrib/caretOperations/browser/caretOperations',
      'monaco-editor/editor/common/standaloneStrings',
      'monaco-yaml',
      'monaco-yaml/yaml.worker.js',
      'monaco-editor/editor/editor.worker',
      'js-yaml',
      '@xterm/xterm',
      '@xterm/addon-fit',
    ],
  },
  build: {
    target: 'es2023',
    manifest: true,
    chunkSizeWarningLimit: 4000,
    // Timings are for whoever works on the build; `npm start` prints its own lines only.
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: { codeSplitting: { groups: [{ name: 'page', test: firstShared }] } },
    },
  },
  // A frame that is sandboxed without allow-same-origin has the origin "null" and needs this to load modules.
  preview: { cors: { origin: '*' } },
});
