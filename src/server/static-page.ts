import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import type { ApiResponse } from '../engine/index.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/**
 * The files of a built page. Only what lay in its folder at the start is served, by its exact path;
 * `/` is the page for who asks for HTML, and the API's for everybody else.
 */
export class StaticPage {
  readonly #files = new Map<string, string>();
  readonly #head: string;

  /** `head` goes into the head of the page, before all else. */
  constructor(folder: string, head: string) {
    this.#head = head;
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      this.#files.set(`/${relative(folder, file).split(sep).join('/')}`, file);
    }
  }

  /** The file that a request asks for; undefined when it asks for none. */
  answer({
    method,
    url,
    headers,
  }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): ApiResponse | undefined {
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    const path = (url ?? '').split('?')[0] ?? '';
    const wantsPage = path === '/' && headers.accept?.includes('text/html') === true;
    const file = this.#files.get(wantsPage ? '/index.html' : path);
    if (file === undefined) return undefined;
    const content = readFileSync(file);
    return {
      status: 200,
      headers: {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        'x-content-type-options': 'nosniff',
      },
      body: wantsPage ? content.toString().replace('<head>', () => `<head>${this.#head}`) : content,
    };
  }
}
