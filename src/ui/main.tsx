import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { readAddress, start } from './state/start.ts';

const address = readAddress(location);
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App address={address} opening={start(address)} />
    </StrictMode>,
  );
}
