import type { Pod } from '../../api/types.ts';

export const completionIndexKey = 'batch.kubernetes.io/job-completion-index';

/** The completion index of a pod of an Indexed Job. */
export function completionIndex(pod: Pod): number | undefined {
  const text = pod.metadata.annotations?.[completionIndexKey];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** `0-2,4` → 0, 1, 2, 4. */
export function parseIndexes(text: string | undefined): Set<number> {
  const indexes = new Set<number>();
  for (const range of (text ?? '').split(',')) {
    const [first, last = first] = range.split('-').map(Number);
    if (range === '' || first === undefined || last === undefined) continue;
    for (let index = first; index <= last; index++) indexes.add(index);
  }
  return indexes;
}

/** 0, 1, 2, 4 → `0-2,4`; runs of two stand as `0,1`. Models orderedIntervals.String of pkg/controller/job (v1.36). */
export function formatIndexes(indexes: Iterable<number>): string {
  const sorted = [...indexes].toSorted((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const index of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 === index) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges
    .map(([first, last]) => {
      if (first === last) return String(first);
      return last === first + 1 ? `${first},${last}` : `${first}-${last}`;
    })
    .join(',');
}
