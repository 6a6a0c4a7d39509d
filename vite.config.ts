import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
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

/** The page's own code is fetched while the entry starts the cluster, not after. */
function withPagePreloaded(): Plugin {
  return {
    name: 'podyard:page-preloaded',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.values(bundle)
          .filter((file) => file.type === 'chunk' && file.name === 'show')
          .map(({ fileName }) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` },
            injectTo: 'head' as const,
          })),
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

export default defineConfig({
  base: './',
  plugins: [react(), withContentSecurityPolicy(), withPagePreloaded(), withKubernetesSchema()],
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
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  // A frame that is sandboxed without allow-same-origin has the origin "null" and needs this to load modules.
  preview: { cors: { origin: '*' } },
});
