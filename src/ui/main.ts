import { readAddress, start } from './state/start.ts';

const address = readAddress(location);
const opening = start(address, () => import('virtual:podyard/prepared-frame'));
// The cluster boots in its worker while the page's own code is still on its way.
const { show } = await import('./app/show.tsx');
show(address, opening);
