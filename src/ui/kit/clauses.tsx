import styles from './clauses.module.css';

export interface Clause {
  readonly text: string;
  readonly nodes: readonly string[];
}

interface Part {
  readonly text: string;
  readonly nodes?: readonly string[];
}

/** The message taken apart: its clauses where they stand, with their counts, and the text between them. */
export function clauseParts(message: string, clauses: readonly Clause[]): Part[] {
  const places = clauses
    .map((clause) => ({ nodes: clause.nodes, ...placeOf(message, clause.text) }))
    .filter((place) => place.end > place.start)
    .sort((a, b) => a.start - b.start);
  const parts: Part[] = [];
  let at = 0;
  for (const { nodes, start, end } of places) {
    if (start < at) continue;
    if (start > at) parts.push({ text: message.slice(at, start) });
    parts.push({ text: message.slice(start, end), nodes });
    at = end;
  }
  if (at < message.length) parts.push({ text: message.slice(at) });
  return parts;
}

/** Where a clause stands, from the number of nodes that the message puts before it. */
function placeOf(message: string, text: string): { start: number; end: number } {
  const start = text === '' ? -1 : message.indexOf(text);
  if (start < 0) return { start: 0, end: 0 };
  const count = /\d+ $/.exec(message.slice(0, start))?.[0] ?? '';
  return { start: start - count.length, end: start + text.length };
}

/** A scheduler's message in which each clause, pointed at, lights the nodes it speaks of. */
export function Clauses(props: {
  readonly message: string;
  readonly clauses: readonly Clause[];
  readonly onPoint: (nodes: readonly string[]) => void;
}) {
  return clauseParts(props.message, props.clauses).map((part, index) =>
    part.nodes === undefined ? (
      // oxlint-disable-next-line react/no-array-index-key -- parts have no identity but their position
      <span key={index}>{part.text}</span>
    ) : (
      <span
        // oxlint-disable-next-line react/no-array-index-key
        key={index}
        role="button"
        tabIndex={0}
        className={styles.clause}
        aria-label={`${part.text}: ${part.nodes.join(', ')}`}
        title={part.nodes.join(', ')}
        onMouseEnter={() => props.onPoint(part.nodes ?? [])}
        onMouseLeave={() => props.onPoint([])}
        onFocus={() => props.onPoint(part.nodes ?? [])}
        onBlur={() => props.onPoint([])}
        onClick={() => props.onPoint(part.nodes ?? [])}
        onKeyDown={({ key }) => {
          if (key === 'Enter' || key === ' ') props.onPoint(part.nodes ?? []);
        }}
      >
        {part.text}
      </span>
    ),
  );
}
