/** Models framework.Code (v1.36). */
export type StatusCode =
  'Success' | 'Error' | 'Unschedulable' | 'UnschedulableAndUnresolvable' | 'Wait' | 'Skip' | 'Pending';

/**
 * What a plugin answers when it has something to say. Success is `undefined` everywhere, so that the
 * common answer costs nothing. A Status never changes, so one that is always the same is made once
 * and shared. Models framework.Status (v1.36).
 */
export class Status {
  readonly code: StatusCode;
  readonly reasons: readonly string[];
  /** The plugin that says so; empty where no plugin does. */
  readonly plugin: string;

  constructor(code: StatusCode, reasons: readonly string[] = [], plugin = '') {
    this.code = code;
    this.reasons = reasons;
    this.plugin = plugin;
  }

  /** The reasons in one line. */
  get message(): string {
    return this.reasons.join(', ');
  }

  /** Whether the pod was refused (and nothing broke). */
  get rejected(): boolean {
    return (
      this.code === 'Unschedulable' || this.code === 'UnschedulableAndUnresolvable' || this.code === 'Pending'
    );
  }
}

/** Refused; removing other pods may help. */
export function unschedulable(plugin: string, ...reasons: string[]): Status {
  return new Status('Unschedulable', reasons, plugin);
}

/** Refused; removing other pods cannot help. */
export function unresolvable(plugin: string, ...reasons: string[]): Status {
  return new Status('UnschedulableAndUnresolvable', reasons, plugin);
}

/** Something broke. */
export function errorStatus(plugin: string, message: string): Status {
  return new Status('Error', [message], plugin);
}

/** The plugin has nothing to do for this pod. */
export const skip = new Status('Skip');
