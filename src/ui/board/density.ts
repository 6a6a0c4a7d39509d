/** How much room a node's card gets. */
export type Density = 'roomy' | 'cosy' | 'compact' | 'tiny';

export interface Layout {
  readonly density: Density;
  /** How much larger than the page's text, where few nodes leave room for it. */
  readonly scale: number;
}

interface CardSize extends Layout {
  /** What a card needs, in multiples of its own font size. */
  readonly widthEm: number;
  readonly heightEm: number;
}

/** From the largest to the smallest. */
const sizes: readonly CardSize[] = [
  { density: 'roomy', scale: 1.3, widthEm: 12.4, heightEm: 22 },
  { density: 'roomy', scale: 1.15, widthEm: 12.4, heightEm: 22 },
  { density: 'roomy', scale: 1, widthEm: 12.4, heightEm: 18 },
  { density: 'cosy', scale: 1, widthEm: 11.4, heightEm: 10.6 },
  { density: 'compact', scale: 1, widthEm: 9.2, heightEm: 6.8 },
  { density: 'tiny', scale: 1, widthEm: 6.4, heightEm: 3.6 },
];

export interface Room {
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
}

/** The largest cards that all fit; small ones when none do, and the board scrolls. */
export function layoutFor(room: Room, nodeCount: number): Layout {
  const fitting = sizes.find((size) => fits(size, room, nodeCount));
  return fitting ?? { density: nodeCount > 48 ? 'tiny' : 'compact', scale: 1 };
}

function fits(size: CardSize, room: Room, nodeCount: number): boolean {
  const gap = 10;
  const em = room.fontSize * size.scale;
  const columns = Math.max(1, Math.floor((room.width + gap) / (size.widthEm * em + gap)));
  const rows = Math.ceil(nodeCount / columns);
  return rows * (size.heightEm * em + gap) - gap <= room.height;
}

/** Whether cards are tall enough for the names of a control plane's own pods. */
export function namesFit(layout: Layout, room: Room): boolean {
  return layout.density === 'roomy' && (layout.scale > 1 || room.height >= 29 * room.fontSize);
}

/** How the pods of one place are drawn: with names, as marks, or one stack for each owner. */
export type TokenMode = 'named' | 'marks' | 'stacks';

const namedLimit: Record<Density, number> = { roomy: 7, cosy: 4, compact: 0, tiny: 0 };
const marksLimit: Record<Density, number> = { roomy: 36, cosy: 32, compact: 24, tiny: 24 };

export function tokenMode(density: Density, podCount: number): TokenMode {
  if (podCount <= namedLimit[density]) return 'named';
  return podCount <= marksLimit[density] ? 'marks' : 'stacks';
}

interface SmallMetrics {
  /** In multiples of the board's font size. */
  readonly cardEm: number;
  readonly markEm: number;
  /** In pixels: between cards, between marks, and what a card's borders and paddings take of its width. */
  readonly cardGap: number;
  readonly markGap: number;
  readonly sides: number;
  /** How many lines of marks a line with a stack's name is worth. */
  readonly stackLines: number;
}

/** As the style sheets of board, card and token have them. */
const smallMetrics: Partial<Record<Density, SmallMetrics>> = {
  compact: { cardEm: 9.2, markEm: 1.62, cardGap: 8, markGap: 4, sides: 18, stackLines: 1.1 },
  tiny: { cardEm: 6.4, markEm: 1.25 * 0.86, cardGap: 6, markGap: 2, sides: 14, stackLines: 1.4 },
};

/** What stands in the body of a small card. */
export interface CardContent {
  readonly mode: TokenMode;
  /** How many marks or stacks. */
  readonly tokens: number;
  /** The system's pods are counted at their end. */
  readonly counts: boolean;
  readonly taints: number;
}

/**
 * How many lines of marks the fullest card needs; undefined where cards are large. Small cards are all of
 * one size, so that what changes in one moves no other.
 */
export function smallCardLines(
  { density }: Layout,
  room: Room,
  contents: Iterable<CardContent>,
): number | undefined {
  const metrics = smallMetrics[density];
  if (metrics === undefined) return undefined;
  const { cardEm, markEm, cardGap, markGap, sides, stackLines } = metrics;
  const columns = Math.max(1, Math.floor((room.width + cardGap) / (cardEm * room.fontSize + cardGap)));
  const inside = (room.width - (columns - 1) * cardGap) / columns - sides;
  const perLine = Math.max(1, Math.floor((inside + markGap) / (markEm * room.fontSize + markGap)));
  let most = 1;
  for (const { mode, tokens, counts, taints } of contents) {
    // A count takes the room of two marks.
    const lines =
      mode === 'stacks'
        ? (tokens + Number(counts)) * stackLines
        : Math.ceil((tokens + 2 * Number(counts)) / perLine);
    most = Math.max(most, lines + (density === 'tiny' ? 0 : taints));
  }
  return most;
}
