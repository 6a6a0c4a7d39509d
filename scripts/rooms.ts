/**
 * The rooms of the house and who may look into which (docs/architecture.md). A room is the longest
 * prefix here that a file's path begins with; it may always import itself.
 */
export interface Room {
  readonly path: string;
  readonly mayImport: readonly string[];
  /** Files of other rooms that are open to this one although their room is not. */
  readonly doors?: readonly string[];
}

const engineDoor = ['src/engine/index.ts'];
/** Types that travel everywhere: they carry no code. */
const wire = ['src/engine/api/http.ts', 'src/engine/api/types.ts'];

export const rooms: readonly Room[] = [
  { path: 'src/engine/sim', mayImport: [] },
  { path: 'src/engine/api', mayImport: ['src/engine/sim'] },
  { path: 'src/engine/cel', mayImport: ['src/engine/api', 'src/engine/sim'] },
  { path: 'src/engine/apiserver', mayImport: ['src/engine/api', 'src/engine/sim', 'src/engine/cel'] },
  { path: 'src/engine/client', mayImport: ['src/engine/api', 'src/engine/sim'] },
  { path: 'src/engine/machine', mayImport: ['src/engine/sim'] },
  {
    path: 'src/engine/cri',
    mayImport: ['src/engine/api', 'src/engine/sim', 'src/engine/client', 'src/engine/machine'],
  },
  { path: 'src/engine/scheduler/framework', mayImport: ['src/engine/api', 'src/engine/sim'] },
  {
    path: 'src/engine/scheduler/plugins',
    mayImport: ['src/engine/scheduler/framework', 'src/engine/api', 'src/engine/sim', 'src/engine/cel'],
  },
  {
    path: 'src/engine/scheduler',
    mayImport: [
      'src/engine/scheduler/framework',
      'src/engine/scheduler/plugins',
      'src/engine/client',
      'src/engine/api',
      'src/engine/sim',
    ],
  },
  { path: 'src/engine/controllers', mayImport: ['src/engine/client', 'src/engine/api', 'src/engine/sim'] },
  {
    path: 'src/engine/kubelet',
    mayImport: [
      'src/engine/client',
      'src/engine/api',
      'src/engine/sim',
      'src/engine/cri',
      'src/engine/machine',
    ],
  },
  {
    path: 'src/engine/programs',
    mayImport: [
      'src/engine/scheduler',
      'src/engine/controllers',
      'src/engine/client',
      'src/engine/cri',
      'src/engine/machine',
      'src/engine/api',
      'src/engine/sim',
    ],
  },
  // The engine's own floor: cluster.ts wires, index.ts is the door.
  { path: 'src/engine', mayImport: ['src/engine'] },
  { path: 'src/kubectl', mayImport: [], doors: engineDoor },
  { path: 'src/shell', mayImport: ['src/kubectl'], doors: engineDoor },
  { path: 'src/lessons', mayImport: ['src/shell', 'src/kubectl'], doors: engineDoor },
  {
    path: 'src/session',
    mayImport: ['src/kubectl', 'src/shell', 'src/lessons'],
    doors: [...engineDoor, ...wire],
  },
  { path: 'src/server', mayImport: ['src/session', 'src/kubectl', 'src/shell'], doors: engineDoor },
  { path: 'src/ui/kit', mayImport: [] },
  {
    path: 'src/ui/state',
    mayImport: [],
    doors: ['src/session/protocol.ts', 'src/session/connect.ts', ...wire],
  },
  ...['board', 'editor', 'terminal', 'events', 'inspector', 'timeline', 'menus', 'lesson'].map((feature) => ({
    path: `src/ui/${feature}`,
    mayImport: ['src/ui/kit', 'src/ui/state'],
    doors: ['src/session/protocol.ts'],
  })),
  { path: 'src/ui', mayImport: ['src/ui'], doors: ['src/session/protocol.ts', 'src/session/connect.ts'] },
  { path: 'src/embed', mayImport: [], doors: ['src/session/protocol.ts'] },
  { path: 'src/testing', mayImport: ['src/engine', 'src/session', 'src/kubectl', 'src/shell'] },
];

/** The room of a file, by its path from the project's root. */
export function roomOf(file: string): Room | undefined {
  return rooms
    .filter((room) => file.startsWith(`${room.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
}

/** Whether a file may import another, both by path from the root. */
export function mayImport(from: string, to: string): boolean {
  const room = roomOf(from);
  const other = roomOf(to);
  if (room === undefined || other === undefined || room === other) {
    return room === undefined || !isForeignFolder(room, from, to);
  }
  if (room.doors?.includes(to)) return true;
  return room.mayImport.some((path) => other.path === path || other.path.startsWith(`${path}/`));
}

/** Plugins and controllers do not know each other, though they share a room. */
function isForeignFolder(room: Room, from: string, to: string): boolean {
  if (!['src/engine/scheduler/plugins', 'src/engine/controllers'].includes(room.path)) return false;
  const folder = (file: string): string | undefined => {
    const parts = file.slice(room.path.length + 1).split('/');
    return parts.length > 1 ? parts[0] : undefined;
  };
  const mine = folder(from);
  const theirs = folder(to);
  return mine !== undefined && theirs !== undefined && mine !== theirs && theirs !== 'shared';
}
