import { openDB } from 'idb';
import type { Recording } from './protocol.ts';

/** Where the last session is kept between two visits. */
export interface RecordingStore {
  /** What was kept; unchecked, since anybody may have written there. Undefined when nothing was. */
  load(): Promise<unknown>;
  save(recording: Recording): Promise<void>;
}

/** Keeps nothing beyond this page: for frames that may not store. */
export function memoryStore(): RecordingStore {
  let kept: Recording | undefined;
  return {
    load: () => Promise.resolve(kept),
    save: (recording) => {
      kept = recording;
      return Promise.resolve();
    },
  };
}

/**
 * Keeps the session in IndexedDB. Where that is forbidden or broken (a sandboxed frame, a private
 * window, a full disk) it falls back to memory without a word: the cluster works all the same.
 */
export function browserStore(name = 'podyard'): RecordingStore {
  const memory = memoryStore();
  // In a sandboxed frame opening does not only fail, it throws: the async function makes both a refusal.
  const open = async () =>
    openDB(name, 1, {
      upgrade(db) {
        db.createObjectStore('recordings');
      },
    });
  const database = open().catch(() => undefined);
  return {
    async load() {
      try {
        return (await (await database)?.get('recordings', 'last')) as unknown;
      } catch {
        return memory.load();
      }
    },
    async save(recording) {
      await memory.save(recording);
      try {
        await (await database)?.put('recordings', recording, 'last');
      } catch {
        // Memory has it.
      }
    },
  };
}
