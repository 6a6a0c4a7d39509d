/**
 * What a plugin keeps for one pod from one extension point to the next. Where AddPod and RemovePod
 * change it, it has a `clone` that makes a copy for "what if".
 */
export type StateData = object & { clone?: () => object };

/** Names one plugin's entry in a CycleState, with its type. Made once by the plugin. */
export class StateKey<T extends StateData> {
  readonly name: string;
  /** Only for the types; never there. */
  declare readonly data?: T;

  constructor(name: string) {
    this.name = name;
  }
}

/** The notes of one scheduling cycle. Models framework.CycleState (v1.36). */
export class CycleState {
  /** Plugins whose PreFilter answered Skip. */
  skipFilterPlugins: ReadonlySet<string> = none;
  /** Plugins whose PreScore answered Skip. */
  skipScorePlugins: ReadonlySet<string> = none;
  /** Plugins whose PreBind pre-flight answered Skip. */
  skipPreBindPlugins: ReadonlySet<string> = none;
  readonly #entries = new Map<StateKey<StateData>, StateData>();

  read<T extends StateData>(key: StateKey<T>): T | undefined {
    return this.#entries.get(key) as T | undefined;
  }

  write<T extends StateData>(key: StateKey<T>, data: T): void {
    this.#entries.set(key, data);
  }

  /** A copy for "what if" filtering: changes to it leave this one as it is. */
  clone(): CycleState {
    const copy = new CycleState();
    copy.skipFilterPlugins = this.skipFilterPlugins;
    copy.skipScorePlugins = this.skipScorePlugins;
    copy.skipPreBindPlugins = this.skipPreBindPlugins;
    for (const [key, data] of this.#entries) copy.#entries.set(key, data.clone?.() ?? data);
    return copy;
  }
}

const none: ReadonlySet<string> = new Set();
