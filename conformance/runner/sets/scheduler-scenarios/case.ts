/** A scenario as it was recorded; its README explains the fields. */
export interface Scenario {
  readonly name: string;
  readonly schedulers: readonly SchedulerDeclaration[];
  readonly setup?: readonly SetupRequest[];
  readonly controllers?: readonly string[];
  readonly record?: readonly string[];
  readonly times?: boolean;
  readonly steps: readonly Step[];
}

export interface SchedulerDeclaration {
  readonly id: string;
  readonly config?: object;
  readonly flags?: readonly string[];
  readonly start?: boolean;
  readonly user?: 'custom';
}

interface SetupRequest {
  readonly method?: string;
  readonly path: string;
  readonly contentType?: string;
  readonly body?: object;
}

export interface Step {
  readonly op: string;
  readonly method?: string;
  readonly path?: string;
  readonly contentType?: string;
  readonly body?: object;
  readonly response?: { readonly code: number; readonly body?: unknown };
  readonly id?: string;
  readonly signal?: string;
  readonly exitCode?: number;
  readonly until?: 'settled';
  readonly seconds?: number;
  readonly state?: State;
}

export interface State {
  readonly pods: Readonly<Record<string, unknown>>;
  readonly events?: readonly unknown[];
  readonly requests?: readonly Readonly<Record<string, unknown>>[];
  readonly schedulers: Readonly<Record<string, SchedulerState>>;
  readonly [collection: string]: unknown;
}

export interface SchedulerState {
  readonly running: boolean;
  readonly exitCode?: number;
  readonly attempts?: readonly unknown[];
  readonly moves?: readonly unknown[];
  readonly queue?: Readonly<Record<string, number>>;
}
