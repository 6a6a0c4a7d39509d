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
