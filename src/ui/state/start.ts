import { connect, isSessionKept, sessionMetaName } from '../../session/connect.ts';
import { newcomersSeed } from '../../session/protocol.ts';
import type { Recording } from '../../session/protocol.ts';
import { movedInTime } from './prepared.ts';
import type { PreparedFrame } from './prepared.ts';
import { attachServed, type ServedAddress } from './served.ts';
import { attach, openFirst, showMeanwhile } from './session.ts';
import { unpackRecording } from './share.ts';

/** What a page's address asks for. */
export interface PageAddress {
  /** Without chrome, for a frame in another page. */
  readonly embed: boolean;
  readonly seed?: string;
  /** Schedulers and DaemonSets as in the course's slides, of v1.11: `?slides`. */
  readonly slides?: boolean;
  /** A packed recording. */
  readonly packed?: string;
  /** The cluster that the page was served with. */
  readonly served?: ServedAddress;
}

export function readAddress(location: Pick<Location, 'search' | 'hash'>): PageAddress {
  const query = new URLSearchParams(location.search);
  const fragment = new URLSearchParams(location.hash.slice(1));
  return {
    embed: query.has('embed'),
    seed: query.get('seed') ?? undefined,
    slides: query.has('slides'),
    packed: fragment.get('recording') ?? undefined,
    served: servedAddress(fragment.get('token') ?? undefined),
  };
}

/** `podyard serve` writes into the page where its cluster is. */
function servedAddress(token: string | undefined): ServedAddress | undefined {
  const path = document.querySelector<HTMLMetaElement>(`meta[name="${sessionMetaName}"]`)?.content;
  return path === undefined ? undefined : { url: new URL(path, document.baseURI), token };
}

/**
 * Connects to a session and opens what the address names, else the cluster that the page was served
 * with, else what the session kept, else the cluster that every newcomer gets. That one is shown before
 * the session is there: `prepared` loads what a session tells first of it. Answers a sentence when what a
 * link carries could not be opened.
 */
export async function start(
  address: PageAddress,
  prepared: () => Promise<PreparedFrame>,
): Promise<string | undefined> {
  if (address.served !== undefined && address.packed === undefined && address.seed === undefined) {
    await attachServed(address.served);
    return undefined;
  }
  const connecting = connect();
  const startMs = Math.floor(Date.now() / 1000) * 1000;
  void showNewcomersCluster(address, prepared, startMs);
  attach(await connecting);
  let problem: string | undefined;
  if (address.packed !== undefined) {
    try {
      // It may be anything: the session checks it.
      await openFirst({ recording: (await unpackRecording(address.packed)) as Recording });
      return undefined;
    } catch (error) {
      problem = `What this link carries cannot be opened. ${error instanceof Error ? error.message : ''}`;
    }
  }
  await openFirst({ seed: seedOf(address), startMs, ...(address.slides && { asInSlides: true }) });
  return problem;
}

/** A frame in somebody's page begins the same each time, whatever this browser keeps. */
function seedOf(address: PageAddress): string | undefined {
  return address.seed ?? (address.embed ? newcomersSeed : undefined);
}

/** Shows the cluster that is about to boot, if it is the one whose first frame the page was built with. */
async function showNewcomersCluster(
  address: PageAddress,
  prepared: () => Promise<PreparedFrame>,
  startMs: number,
): Promise<void> {
  const seed = seedOf(address);
  if (address.packed !== undefined || address.slides || (seed ?? newcomersSeed) !== newcomersSeed) return;
  try {
    const [made, kept] = await Promise.all([prepared(), seed === undefined && isSessionKept()]);
    if (!kept) showMeanwhile(movedInTime(made.frame, startMs - made.startMs));
  } catch {
    // It only saves waiting.
  }
}
