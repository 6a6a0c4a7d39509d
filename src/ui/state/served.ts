import { connect, connectServed } from '../../session/connect.ts';
import type { Commands } from '../../session/protocol.ts';
import { attach, changeTo, onSessionMessage, openFirst, send } from './session.ts';
import { page } from './store.ts';

/** Where a page that came from `podyard serve` attaches. */
export interface ServedAddress {
  readonly url: URL;
  readonly token?: string;
}

let served: ServedAddress | undefined;

/** Attaches the page to the cluster that it was served with. Rejects where the server refuses. */
export async function attachServed(address: ServedAddress): Promise<void> {
  served = address;
  attach(await connectServed(address.url, address.token));
  page.setState({ company: 'shared' });
  await openFirst({});
  // A server that was started anew has a cluster to look at, too.
  onSessionMessage((message) => {
    if (message.type === 'connection' && message.state === 'renewed' && page.getState().company === 'shared')
      void openFirst({});
  });
}

/**
 * Opens another cluster in place of the one that is there. A shared one stays as it is: the page leaves
 * it for a cluster of its own. A recording may come from anywhere: the session checks it, and refuses
 * with a sentence that says what is wrong.
 */
export async function openCluster(what: Commands['open']['give'] | { recording: unknown }): Promise<void> {
  const give = what as Commands['open']['give'];
  if (page.getState().company === 'shared') await goAside(give);
  else await send('open', give);
}

/** Shows another moment. The past of a shared cluster is replayed for this page alone. */
export async function showMoment(atMs: number): Promise<void> {
  if (page.getState().company !== 'shared') await send('seek', { atMs });
  else await goAside({ recording: await send('save', null), atMs });
}

/** Returns to the cluster that the page was served with. */
export async function rejoin(): Promise<void> {
  if (served === undefined) return;
  const session = await connectServed(served.url, served.token);
  page.setState({ company: 'shared' });
  changeTo(session);
}

async function goAside(give: Commands['open']['give']): Promise<void> {
  const session = await connect();
  page.setState({ company: 'aside' });
  changeTo(session);
  await openFirst(give);
}
