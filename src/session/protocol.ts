/**
 * What crosses between a session and the page. A session holds a cluster (in a worker, in the page
 * where workers are forbidden, or elsewhere); the page holds a mirror of it that frames bring up to
 * date. Everything here is plain data that can be posted.
 */
import type { ActiveFault, Fault } from '../engine/index.ts';
import type { Recording, SizeChange } from './recording.ts';

export type { ActiveFault, Fault };
export * from './recording.ts';

// ---- Frames: session → page ---------------------------------------------------------------------

/**
 * What has changed since the frame before. At most one frame is on its way: the next is sent when
 * the page has acknowledged it. Views replace the view of the same uid whole.
 */
export interface Frame {
  readonly sequence: number;
  /** True when the page must forget what it mirrors first: another cluster or another time. */
  readonly reset: boolean;
  readonly time: TimeView;
  readonly nodes: readonly NodeView[];
  readonly removedNodes: readonly string[];
  readonly pods: readonly PodView[];
  readonly removedPods: readonly string[];
  /** All lanes, when one of them changed. */
  readonly lanes?: readonly LaneView[];
  /** New decisions, oldest first. */
  readonly decisions: readonly Decision[];
  readonly events: readonly EventView[];
  readonly removedEvents: readonly string[];
  /** Requests that changed something, oldest first. */
  readonly requests: readonly RequestView[];
  /** New lines of what controllers and kubelets decided. */
  readonly steps: readonly StepView[];
  readonly marks: readonly Mark[];
  /** All that is wrong at present, when that changed. */
  readonly faults?: readonly ActiveFault[];
  /** The files of the home folder, when one of them changed. */
  readonly files?: readonly FileView[];
  readonly crash?: Crash;
}

/** Virtual time and the pacer that drives it. */
export interface TimeView {
  readonly nowMs: number;
  readonly startMs: number;
  /** The end of what has been lived; later than nowMs while the past is shown. */
  readonly endMs: number;
  readonly paused: boolean;
  /** Virtual seconds in a second of the wall clock. */
  readonly speed: number;
  /** Nothing waits to happen but periodic upkeep. */
  readonly idle: boolean;
  /** How many pages look at this cluster together; absent where it is this page's own. */
  readonly viewers?: number;
}

export interface NodeView {
  readonly uid: string;
  readonly name: string;
  readonly ready: 'True' | 'False' | 'Unknown';
  readonly unschedulable: boolean;
  readonly roles: readonly string[];
  readonly taints: readonly { key: string; value?: string; effect: string }[];
  readonly labels: Readonly<Record<string, string>>;
  readonly allocatable: Resources & { readonly pods: number };
  readonly address?: string;
}

export interface Resources {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** What shape a pod's token has; told by more than colour. */
export type PodShape =
  'pending' | 'creating' | 'running' | 'not-ready' | 'succeeded' | 'failed' | 'terminating';

export interface PodView {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly nodeName?: string;
  readonly nominatedNodeName?: string;
  readonly shape: PodShape;
  /** kubectl's STATUS column: `ContainerCreating`, `CrashLoopBackOff`. */
  readonly status: string;
  /** kubectl's READY column. */
  readonly ready: string;
  readonly restarts: number;
  readonly schedulerName: string;
  /** Where its scheduler keeps it while it waits. */
  readonly queue?: 'active' | 'backoff' | 'unschedulable' | 'gated' | 'scheduling';
  /** Pods of one owner share a colour: `ReplicaSet/default/web`, or the pod itself. */
  readonly owner: string;
  readonly ownerName: string;
  /** Of kube-system: small and grey until someone asks. */
  readonly system: boolean;
  /** Started by a kubelet from a manifest; this is its mirror. */
  readonly mirror: boolean;
  readonly requests: Resources;
  readonly createdMs: number;
  readonly priority: number;
}

/** A scheduler that pods name, whether it runs or not. */
export interface LaneView {
  readonly schedulerName: string;
  readonly running: boolean;
  /** The pod it runs in, `kube-scheduler-controlplane`. */
  readonly servedBy?: string;
}

/** One attempt to schedule one pod: who refused, who scored what, what came of it. */
export interface Decision {
  readonly id: number;
  readonly atMs: number;
  readonly schedulerName: string;
  readonly podUid: string;
  readonly podNamespace: string;
  readonly podName: string;
  readonly outcome: 'scheduled' | 'unschedulable' | 'error';
  readonly nodeName?: string;
  readonly nominatedNodeName?: string;
  /** The text of the event. */
  readonly message: string;
  /** The same as one plain sentence, for caption, live region and log. */
  readonly sentence: string;
  /** On each node. Empty when the decision is brief. */
  readonly verdicts: readonly NodeVerdict[];
  /** Its verdicts were left out of a crowded frame; the command `decision` brings it whole. */
  readonly brief?: true;
  /** The message taken apart: each clause and the nodes it speaks of. */
  readonly clauses: readonly { readonly text: string; readonly nodes: readonly string[] }[];
  readonly preemption?: readonly {
    readonly nodeName: string;
    readonly victims: readonly string[];
    readonly refused?: string;
    readonly chosen: boolean;
  }[];
}

export interface NodeVerdict {
  readonly nodeName: string;
  readonly verdict: 'refused' | 'fits' | 'not-looked-at';
  /** Who refused it, and in what words. */
  readonly plugin?: string;
  readonly reasons?: readonly string[];
  /** By plugin; `weighted` is what counts. */
  readonly scores?: readonly {
    readonly plugin: string;
    readonly raw: number;
    readonly normalised: number;
    readonly weight: number;
    readonly weighted: number;
  }[];
  readonly total?: number;
}

export interface EventView {
  readonly uid: string;
  readonly namespace: string;
  readonly type: string;
  readonly reason: string;
  /** `pod/nginx`, and what it is about. */
  readonly object: string;
  readonly objectKind: string;
  readonly objectNamespace: string;
  readonly objectName: string;
  readonly objectUid: string;
  readonly source: string;
  readonly message: string;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface RequestView {
  readonly id: number;
  readonly atMs: number;
  readonly user: string;
  readonly userAgent: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** What it changed, if it is something that the board shows. */
  readonly objectUid?: string;
}

export interface StepView {
  readonly id: number;
  readonly atMs: number;
  /** `replicaset-controller`, `kubelet node01`. */
  readonly component: string;
  /** What it is about: `ReplicaSet default/web`. */
  readonly object: string;
  readonly sentence: string;
}

/** Something to find on the timeline. */
export interface Mark {
  readonly atMs: number;
  readonly kind: 'operation' | 'binding' | 'failure';
  readonly label: string;
}

export interface FileView {
  readonly path: string;
  readonly sizeBytes: number;
  /** Changes with the text. */
  readonly revision: number;
}

/** Our own bug stopped the simulation: what is needed to find it, and where to go back to. */
export interface Crash {
  readonly message: string;
  readonly stack: string;
  readonly atMs: number;
  /** A moment that can be opened again. */
  readonly lastGoodMs: number;
  readonly recording: Recording;
}

// ---- Commands: page → session -------------------------------------------------------------------

/** Each command: what it is given, what it answers. */
export interface Commands {
  /**
   * Opens a recording at its end, or paused at `atMs`, or boots a new cluster of `seed`. With neither it opens what was kept,
   * else the cluster that every newcomer gets. A new cluster begins at `startMs`; now, by default.
   */
  open: {
    give: {
      seed?: string;
      startMs?: number;
      asInSlides?: boolean;
      recording?: Recording;
      atMs?: number;
    };
    answer: null;
  };
  pace: { give: { paused?: boolean; speed?: number }; answer: null };
  /** Runs to the next thing that happens, or to the next decision of a scheduler. */
  step: { give: { to: 'event' | 'decision' }; answer: null };
  /** Runs until nothing is due but upkeep. */
  settle: { give: null; answer: null };
  /** Shows another moment: replays the past, or returns to the end. */
  seek: { give: { atMs: number }; answer: null };
  save: { give: null; answer: Recording };
  /** Writes the file, then `kubectl apply`s it. */
  apply: { give: { path: string; text: string }; answer: ApplyAnswer };
  readFile: { give: { machine: string; path: string }; answer: { text: string | null } };
  writeFile: { give: { machine: string; path: string; text: string }; answer: { problem: string | null } };
  removeFile: { give: { machine: string; path: string }; answer: null };
  addNode: { give: { name: string } & SizeChange; answer: { problem: string | null } };
  removeNode: { give: { name: string }; answer: { problem: string | null } };
  /** Gives a machine another size, and starts its kubelet again, so that it sees it. */
  resizeNode: { give: { name: string } & SizeChange; answer: { problem: string | null } };
  /** `systemctl VERB UNIT` on a machine. */
  service: {
    give: { machine: string; verb: string; unit: string };
    answer: { problem: string | null };
  };
  /** Makes something go wrong, or puts it right. */
  fault: { give: { fault: Fault }; answer: { problem: string | null } };
  /** Runs a line on the control plane, in no terminal. */
  run: { give: { line: string }; answer: { exitCode: number; output: string } };
  /** One object as it is stored, with the events about it. */
  inspect: { give: { resource: string; namespace: string; name: string }; answer: Inspection | null };
  /** A decision with its verdicts, if it is still remembered. */
  decision: { give: { id: number }; answer: Decision | null };
  openTerminal: { give: { machine: string }; answer: { terminal: number; prompt: string } };
  closeTerminal: { give: { terminal: number }; answer: null };
  /** Runs one line of input. Output comes as `TerminalOutput` before the answer. */
  runLine: {
    give: { terminal: number; line: string; columns?: number; rows?: number };
    answer: { exitCode: number; prompt: string };
  };
  /** What was typed for a command that reads (`terminal-reads`); `ends` is Ctrl-D. */
  typed: { give: { terminal: number; text: string; ends?: boolean }; answer: null };
  /** Ctrl-C. */
  interrupt: { give: { terminal: number }; answer: null };
  complete: {
    give: { terminal: number; line: string; cursor: number };
    answer: { from: number; candidates: readonly string[] };
  };
}

export type CommandName = keyof Commands;

export interface ApplyAnswer {
  readonly exitCode: number;
  /** What kubectl printed. */
  readonly output: string;
  readonly problems: readonly ApplyProblem[];
}

/** A refusal, and the place in the text that caused it (zero-based; absent where no place is known). */
export interface ApplyProblem {
  readonly message: string;
  readonly range?: {
    readonly startLine: number;
    readonly startColumn: number;
    readonly endLine: number;
    readonly endColumn: number;
  };
}

export interface Inspection {
  readonly uid: string;
  /** Without managedFields, as `kubectl get -o yaml` prints it. */
  readonly yaml: string;
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason?: string;
    readonly message?: string;
    readonly sinceMs?: number;
  }[];
  readonly events: readonly EventView[];
  /** `kubectl describe`'s text. */
  readonly description: string;
}

// ---- Messages -----------------------------------------------------------------------------------

export type ToSession =
  /** Where the page lies: what else belongs to it is found from there. */
  | { readonly type: 'page'; readonly address: string }
  | {
      readonly [Name in CommandName]: {
        readonly type: 'command';
        readonly id: number;
        readonly name: Name;
        readonly give: Commands[Name]['give'];
      };
    }[CommandName]
  | { readonly type: 'frame-shown'; readonly sequence: number };

export type ToPage =
  | { readonly type: 'ready' }
  | { readonly type: 'frame'; readonly frame: Frame }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly message: string }
  | { readonly type: 'terminal-output'; readonly terminal: number; readonly text: string }
  /** The command in a terminal wants a line, or each key as it is pressed; the answer is `typed`. */
  | { readonly type: 'terminal-reads'; readonly terminal: number; readonly what: 'line' | 'key' }
  /** A shell asks the page to type a script as if by hand (`play`). */
  | {
      readonly type: 'play';
      readonly terminal: number;
      readonly script: string;
      readonly pauses: boolean;
    }
  /** A shell asks the page to open a file in the editor (vi, nano). */
  | { readonly type: 'edit-file'; readonly machine: string; readonly path: string }
  /** Something was done in the past: what had come after that moment is forgotten. */
  | { readonly type: 'forked'; readonly atMs: number }
  /**
   * The way to a session elsewhere was lost; goes on, with nothing lost; or leads to another session,
   * which knows nothing of terminals and commands from before.
   */
  | { readonly type: 'connection'; readonly state: 'lost' | 'resumed' | 'renewed' };

/** A session as the page sees it, wherever it runs. */
export interface SessionClient {
  command<Name extends CommandName>(
    name: Name,
    give: Commands[Name]['give'],
  ): Promise<Commands[Name]['answer']>;
  /** Frames come at most once per acknowledged frame. */
  onMessage(listener: (message: ToPage) => void): () => void;
  frameShown(sequence: number): void;
  close(): void;
}
