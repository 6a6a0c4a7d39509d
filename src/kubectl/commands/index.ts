import type { Command } from '../context.ts';
import { events } from './events.ts';
import { get } from './get.ts';

/** What each command does, by its path. A command that only holds others has no entry. */
export const commands: Readonly<Record<string, Command>> = {
  'kubectl events': events,
  'kubectl get': get,
};
