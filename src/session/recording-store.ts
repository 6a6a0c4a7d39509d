import { openDB } from 'idb';
import type { Recording } from './protocol.ts';

/** Where the last session is kept between two visits. */
export interface RecordingStore {
  /** What was kept; unchecked, since anybody may have written there. Undefined when nothing was. */
  load(): Promise<unknown>;
  save(recording: Recording): Promise<void>;
}

/** In a sandboxed frame opening does not only fail, it throws: the async function makes both a refusal. */
async function openDatabase() {
  return openDB('podyard', 1, {
    upgrade(db) {
      db.createObjectStore('recordings');
    },
  });
}

/** Whether the browser keeps a session; false where it may not. Does not read it. */
export async function isSessionKept(): Promise<boolean> {
  try {
    const database = await openDatabase();
    const key = await database.getKey('recordings', 'last');
    database.close();
    return key !== undefined;
  } catch {
    return false;
  }
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
export function browserStore(): RecordingStore {
  const memory = memoryStore();
  const database = openDatabase().catch(() => undefined);
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
