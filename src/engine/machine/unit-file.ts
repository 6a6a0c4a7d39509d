import type { FileTree } from './machine.ts';

/** What a service's unit file says, its drop-ins included. Models systemd.unit(5) and systemd.service(5). */
export interface UnitFile {
  readonly path: string;
  /** All that was read, by which a change on disk is noticed. */
  readonly text: string;
  readonly dropIns: readonly string[];
  readonly description: string;
  readonly documentation: readonly string[];
  /** The command line, continued lines joined; undefined when there is none. */
  readonly execStart: string | undefined;
  readonly environment: ReadonlyMap<string, string>;
  readonly restart: string;
  readonly restartMs: number;
  readonly startLimit: { readonly burst: number; readonly intervalMs: number };
  readonly stopTimeoutMs: number;
  readonly wantedBy: readonly string[];
  /** What systemd says of lines that it cannot use. */
  readonly complaints: readonly string[];
}

const searchFolders = ['/etc/systemd/system', '/run/systemd/system', '/usr/lib/systemd/system'];
const usualRestartMs = 100;
const usualStopTimeoutMs = 90_000;
const usualStartLimit = { burst: 5, intervalMs: 10_000 };

/** `X.service`, which `X` alone stands for. */
export function unitName(name: string): string {
  return name.includes('.') ? name : `${name}.service`;
}

/** Reads a unit where systemd looks for it; undefined when there is none. */
export function readUnit(files: FileTree, name: string): UnitFile | undefined {
  const path = searchFolders.map((folder) => `${folder}/${name}`).find((file) => files.exists(file));
  const main = path === undefined ? undefined : files.read(path);
  if (path === undefined || main === undefined) return undefined;
  const dropIns = searchFolders
    .toReversed()
    .flatMap((folder) =>
      (files.list(`${folder}/${name}.d`) ?? [])
        .filter((entry) => !entry.folder && entry.name.endsWith('.conf'))
        .map((entry) => `${folder}/${name}.d/${entry.name}`),
    );
  const settings = new Settings();
  for (const file of [path, ...dropIns]) settings.read(file, files.read(file) ?? '');
  const environment = new Map<string, string>();
  for (const file of settings.all('Service.EnvironmentFile'))
    readEnvironmentFile(files.read(file.replace(/^-/, '')) ?? '', environment);
  for (const line of settings.all('Service.Environment')) {
    for (const word of splitWords(line)) {
      const equals = word.indexOf('=');
      if (equals > 0) environment.set(word.slice(0, equals), word.slice(equals + 1));
    }
  }
  return {
    path,
    text: [path, ...dropIns].map((file) => files.read(file) ?? '').join('\0'),
    dropIns,
    description: settings.last('Unit.Description') ?? name,
    documentation: settings.all('Unit.Documentation').flatMap(splitWords),
    execStart: settings.last('Service.ExecStart'),
    environment,
    restart: settings.last('Service.Restart') ?? 'no',
    restartMs: parseSpan(settings.last('Service.RestartSec')) ?? usualRestartMs,
    startLimit: {
      burst: Number(settings.last('Unit.StartLimitBurst') ?? usualStartLimit.burst),
      intervalMs:
        parseSpan(settings.last('Unit.StartLimitIntervalSec') ?? settings.last('Unit.StartLimitInterval')) ??
        usualStartLimit.intervalMs,
    },
    stopTimeoutMs: parseSpan(settings.last('Service.TimeoutStopSec')) ?? usualStopTimeoutMs,
    wantedBy: settings.all('Install.WantedBy').flatMap(splitWords),
    complaints: settings.complaints,
  };
}

/** The sections' assignments. An empty one forgets those before it. */
class Settings {
  readonly complaints: string[] = [];
  readonly #values = new Map<string, string[]>();

  read(path: string, text: string): void {
    let section: string | undefined;
    for (const { line, number } of joinedLines(text)) {
      const header = /^\[([^\]]*)\]$/.exec(line);
      const equals = line.indexOf('=');
      const complain = (why: string): void => void this.complaints.push(`${path}:${number}: ${why}`);
      if (header !== null) section = header[1];
      else if (section === undefined) complain('Assignment outside of section. Ignoring.');
      else if (equals < 0) complain("Missing '=', ignoring line.");
      else {
        const key = line.slice(0, equals).trim();
        if (!/^[A-Z][A-Za-z0-9]*$/.test(key))
          complain(`Unknown key '${key}' in section [${section}], ignoring.`);
        else this.#set(`${section}.${key}`, line.slice(equals + 1).trim());
      }
    }
  }

  last(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  #set(name: string, value: string): void {
    if (value === '') this.#values.delete(name);
    else this.#values.set(name, [...this.all(name), value]);
  }
}

/** Lines without comments; one that ends in a single backslash goes on in the next. Models config_parse of systemd. */
function joinedLines(text: string): { line: string; number: number }[] {
  const lines: { line: string; number: number }[] = [];
  let begun = '';
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trimStart();
    if (line === '' && begun === '') continue;
    if (/^[#;]/.test(line)) continue;
    const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
    if (backslashes % 2 === 1) {
      begun += `${line.slice(0, -1)} `;
      continue;
    }
    lines.push({ line: (begun + line).trim(), number: index + 1 });
    begun = '';
  }
  if (begun !== '') lines.push({ line: begun.trim(), number: text.split('\n').length });
  return lines;
}

/** The words of a setting; quotes keep blanks together. */
function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const letter = text[index] as string;
    if (letter === '\\' && quote !== "'" && index + 1 < text.length) word = (word ?? '') + text[++index];
    else if (quote !== '') {
      if (letter === quote) quote = '';
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** The words of a command line: `$NAME` alone becomes words, `${NAME}` text. Models systemd.service(5), "Command lines". */
export function commandWords(line: string, environment: ReadonlyMap<string, string>): string[] {
  return splitWords(line.replace(/^[-@:+!]*/, '')).flatMap((word) => {
    const whole = /^\$([A-Za-z_]\w*)$/.exec(word);
    if (whole !== null) return splitWords(environment.get(whole[1] as string) ?? '');
    return word.replaceAll(/\$\{(\w+)\}/g, (_all, name: string) => environment.get(name) ?? '');
  });
}

function readEnvironmentFile(text: string, environment: Map<string, string>): void {
  for (const { line } of joinedLines(text)) {
    const equals = line.indexOf('=');
    if (equals > 0)
      environment.set(line.slice(0, equals).trim(), splitWords(line.slice(equals + 1)).join(' '));
  }
}

const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
};

/** `5`, `100ms`, `1min 30s`. */
function parseSpan(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  let ms = 0;
  for (const [, number, unit = 's'] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)?/g))
    ms += Number(number) * (unitsMs[unit] ?? 1000);
  return ms;
}
