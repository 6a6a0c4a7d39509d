import { MemoryFiles } from './file-tree.ts';
import type { Machine, MachineSize } from './machine.ts';

const defaultSize: MachineSize = {
  cpuMillis: 4000,
  memoryBytes: 8 * 2 ** 30,
  ephemeralStorageBytes: 50 * 2 ** 30,
  maxPods: 110,
};

export function createMachine(name: string, ip: string, size: Partial<MachineSize> = {}): Machine {
  let current: MachineSize = { ...defaultSize, ...size };
  return {
    name,
    ip,
    get size() {
      return current;
    },
    resize: (change) => void (current = { ...current, ...change }),
    files: new MemoryFiles(),
  };
}
