import styles from './clauses.module.css';

export interface Clause {
  readonly text: string;
  readonly nodes: readonly string[];
}

interface Part {
  readonly text: string;
  readonly nodes?: readonly string[];
}

/** The message taken apart: its clauses where they stand, and the text between them. */
export function clauseParts(message: string, clauses: readonly Clause[]): Part[] {
  const parts: Part[] = [];
  let rest = message;
  for (const clause of clauses) {
    const at = clause.text === '' ? -1 : rest.indexOf(clause.text);
    if (at < 0) continue;
    if (at > 0) parts.push({ text: rest.slice(0, at) });
    parts.push({ text: clause.text, nodes: clause.nodes });
    rest = rest.slice(at + clause.text.length);
  }
  if (rest) parts.push({ text: rest });
  return parts;
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
      >
        {part.text}
      </span>
    ),
  );
}
