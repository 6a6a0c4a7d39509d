import { connect } from '../../session/connect.ts';
import { attach, openRecording, send } from './session.ts';
import { unpackRecording } from './share.ts';

/** What a page's address asks for. */
export interface PageAddress {
  /** Without chrome, for a frame in another page. */
  readonly embed: boolean;
  readonly seed?: string;
  /** A packed recording. */
  readonly packed?: string;
}

export function readAddress(location: Pick<Location, 'search' | 'hash'>): PageAddress {
  const query = new URLSearchParams(location.search);
  const packed = new URLSearchParams(location.hash.slice(1)).get('recording') ?? undefined;
  return { embed: query.has('embed'), seed: query.get('seed') ?? undefined, packed };
}

/** A frame in somebody's page begins the same each time, whatever this browser keeps. */
const embeddedSeed = 'podyard';

/**
 * Connects to a session and opens what the address names, else what the session kept, else a new
 * cluster. Answers a sentence when what a link carries could not be opened.
 */
export async function start(address: PageAddress): Promise<string | undefined> {
  attach(await connect());
  let problem: string | undefined;
  if (address.packed !== undefined) {
    try {
      await openRecording(await unpackRecording(address.packed));
      return undefined;
    } catch (error) {
      problem = `What this link carries cannot be opened. ${error instanceof Error ? error.message : ''}`;
    }
  }
  const seed = address.seed ?? (address.embed ? embeddedSeed : undefined);
  await send('open', seed === undefined ? {} : { seed });
  return problem;
}
