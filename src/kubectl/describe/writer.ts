import { formatLabels, type Labels, parseTime } from '../../engine/index.ts';
import { sortedKeys } from '../go/sort.ts';
import { describeLayout, TabWriter } from '../go/tab-writer.ts';

/** Writes a description: lines at levels of two spaces, with tabs between columns. Models describe.PrefixWriter (v1.36). */
export class DescribeWriter {
  readonly nowMs: number;
  private text = '';
  private readonly writer: TabWriter;
  private readonly aligned: boolean;

  /** Without `aligned` the tabs stay as they are. */
  constructor(nowMs: number, aligned = true) {
    this.nowMs = nowMs;
    this.aligned = aligned;
    this.writer = new TabWriter((chunk) => {
      this.text += chunk;
    }, describeLayout);
  }

  write(level: number, text: string): void {
    const line = '  '.repeat(level) + text;
    if (this.aligned) this.writer.write(line);
    else this.text += line;
  }

  /** Columns of what comes after do not align with those before. */
  flush(): void {
    this.writer.flush();
  }

  finish(): string {
    this.writer.flush();
    return this.text;
  }

  /** `TITLE:` and `key=value` lines below each other. */
  labels(title: string, labels: Labels | null | undefined, indent = ''): void {
    this.write(0, `${indent}${title}:\t`);
    const keys = sortedKeys(labels);
    if (keys.length === 0) {
      this.write(0, '<none>\n');
      return;
    }
    for (const [index, key] of keys.entries()) {
      this.write(0, `${index === 0 ? '' : `${indent}\t`}${key}=${labels?.[key]}\n`);
    }
  }

  /** Annotations, long ones below their names and cut. */
  annotations(title: string, annotations: Labels | null | undefined): void {
    this.write(0, `${title}:\t`);
    const keys = sortedKeys(annotations).filter((key) => !hiddenAnnotations.has(key));
    if (keys.length === 0) {
      this.write(0, '<none>\n');
      return;
    }
    for (const [index, key] of keys.entries()) {
      if (index > 0) this.write(0, '\t');
      const value = (annotations?.[key] ?? '').replace(/\n$/, '');
      if (value.length + key.length + 2 <= longestAnnotation && !value.includes('\n')) {
        this.write(0, `${key}: ${value}\n`);
        continue;
      }
      this.write(0, `${key}:\n`);
      for (const line of value.split('\n')) this.write(0, `\t  ${shortened(line, longestAnnotation - 2)}\n`);
    }
  }
}

const longestAnnotation = 140;
const hiddenAnnotations = new Set(['kubectl.kubernetes.io/last-applied-configuration']);

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as RFC 1123 writes it: `Mon, 23 Nov 2026 16:44:41 +0000`. */
export function longTime(time: string | null | undefined): string {
  const ms = parseTime(time);
  if (ms === undefined) return 'Mon, 01 Jan 0001 00:00:00 +0000';
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return (
    `${days[date.getUTCDay()]}, ${two(date.getUTCDate())} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()} ` +
    `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
  );
}

/** `a=b,c=d`, or `<none>`. */
export function inlineLabels(labels: Labels | null | undefined): string {
  return formatLabels(labels);
}

export function orNone(text: string | null | undefined): string {
  return text || '<none>';
}

export function orUnset(value: string | number | boolean | null | undefined): string {
  return value === undefined || value === null ? '<unset>' : String(value);
}

export function titleBool(value: boolean | null | undefined): string {
  if (value === undefined || value === null) return '<unset>';
  return value ? 'True' : 'False';
}
