import type { LogLine } from '../api/klog.ts';

/** A line as klog writes it: `I0105 09:00:00.123000       1 server.go:178] "…"`. */
export function klogLine({ level, source, message }: LogLine, nowMs: number): string {
  const iso = new Date(nowMs).toISOString();
  const date = iso.slice(5, 7) + iso.slice(8, 10);
  return `${level}${date} ${iso.slice(11, 23)}000       1 ${source}] ${message}`;
}
