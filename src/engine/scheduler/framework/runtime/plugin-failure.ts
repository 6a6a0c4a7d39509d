import type { AnyPlugin } from '../interface.ts';
import { errorStatus, type Status } from '../status.ts';

/** An error that names what was running when a plugin answered something that it may not. */
export function failed(what: string, plugin: AnyPlugin, status: Status): Status {
  return errorStatus(plugin.name, `running ${what}: ${status.message}`);
}
