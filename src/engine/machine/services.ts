import type { JournalLine } from './journal.ts';

export type ActiveState = 'active' | 'inactive' | 'failed' | 'activating' | 'deactivating';

/** How a service's main process ended. */
export interface ProcessEnd {
  readonly code: number;
  readonly signal?: 'TERM' | 'KILL';
}

/** A service as `systemctl status` shows it. */
export interface ServiceStatus {
  readonly name: string;
  readonly description: string;
  readonly load: 'loaded' | 'bad-setting';
  readonly path: string;
  readonly dropIns: readonly string[];
  readonly documentation: readonly string[];
  /** Whether it starts with the machine; `static` = nothing says with what it would start. */
  readonly enabled: 'enabled' | 'disabled' | 'static';
  readonly active: ActiveState;
  /** `running`, `dead`, `auto-restart`, `stop-sigterm`, `failed` */
  readonly sub: string;
  /** Since when it is so; undefined where it never ran. */
  readonly sinceMs: number | undefined;
  readonly startedMs: number | undefined;
  readonly pid: number | undefined;
  /** The command line, as it was started. */
  readonly command: string;
  readonly end: ProcessEnd | undefined;
  /** `success`, `exit-code`, `signal`, `start-limit-hit` */
  readonly result: string;
  /** Its file was changed after it was loaded. */
  readonly isStale: boolean;
}

const verbs = [
  'start',
  'stop',
  'restart',
  'enable',
  'disable',
  'daemon-reload',
  'reset-failed',
  'kill',
] as const;

export type ServiceVerb = (typeof verbs)[number];

export function isServiceVerb(text: string): text is ServiceVerb {
  return (verbs as readonly string[]).includes(text);
}

/** Why systemd refuses; `limit` = it was started too often. */
export type ServiceProblem = 'not-found' | 'bad-setting' | 'limit';

/** A machine's services, as systemd keeps them. */
export interface Services {
  /** Undefined when there is no such unit. */
  status(name: string): ServiceStatus | undefined;
  /** The names of all units that have a file. */
  names(): readonly string[];
  /** Does it, or answers why not. `daemon-reload` takes no name. */
  act(verb: ServiceVerb, name: string): ServiceProblem | undefined;
  readonly journal: {
    readonly lines: readonly JournalLine[];
    follow(onLine: (line: JournalLine) => void): () => void;
  };
}
