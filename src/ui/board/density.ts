/** How much room a node's card gets. */
export type Density = 'roomy' | 'cosy' | 'compact' | 'tiny';

interface CardSize {
  readonly density: Density;
  /** In multiples of the font size, so that the projector's larger text counts. */
  readonly widthEm: number;
  readonly heightEm: number;
}

const sizes: readonly CardSize[] = [
  { density: 'roomy', widthEm: 14.4, heightEm: 18 },
  { density: 'cosy', widthEm: 12.4, heightEm: 10.6 },
  { density: 'compact', widthEm: 9.2, heightEm: 6.8 },
  { density: 'tiny', widthEm: 6.4, heightEm: 3.6 },
];

export interface Room {
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
}

/** The roomiest density at which all cards fit; the tightest when none does, and the board scrolls. */
export function densityFor(room: Room, nodeCount: number): Density {
  const fitting = sizes.find((size) => fits(size, room, nodeCount));
  if (fitting) return fitting.density;
  return nodeCount > 48 ? 'tiny' : 'compact';
}

function fits(size: CardSize, room: Room, nodeCount: number): boolean {
  const gap = 8;
  const columns = Math.max(1, Math.floor((room.width + gap) / (size.widthEm * room.fontSize + gap)));
  const rows = Math.ceil(nodeCount / columns);
  return rows * (size.heightEm * room.fontSize + gap) - gap <= room.height;
}

/** How the pods of one place are drawn: with names, as marks, or one stack for each owner. */
export type TokenMode = 'named' | 'marks' | 'stacks';

const namedLimit: Record<Density, number> = { roomy: 10, cosy: 4, compact: 0, tiny: 0 };
const marksLimit: Record<Density, number> = { roomy: 36, cosy: 32, compact: 24, tiny: 12 };

export function tokenMode(density: Density, podCount: number): TokenMode {
  if (podCount <= namedLimit[density]) return 'named';
  return podCount <= marksLimit[density] ? 'marks' : 'stacks';
}
