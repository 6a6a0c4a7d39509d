import type { CycleState } from '../cycle-state.ts';
import type { Waiting } from '../interface.ts';
import type { PodInfo } from '../pod-info.ts';
import { Status } from '../status.ts';
import { failed } from './plugin-failure.ts';
import type { PluginLists } from './plugin-lists.ts';

/** The extension points from Reserve to PostBind: what happens once a pod has its node. */
export abstract class BindingPoints {
  protected abstract readonly lists: PluginLists;

  /** Models RunReservePluginsReserve (v1.36). The caller unreserves when it fails. */
  runReservePlugins(state: CycleState, podInfo: PodInfo, nodeName: string): Status | undefined {
    for (const plugin of this.lists.reserve) {
      const status = plugin.reserve?.(state, podInfo, nodeName);
      if (status === undefined) continue;
      return status.rejected ? status : failed(`Reserve plugin "${plugin.name}"`, plugin, status);
    }
    return undefined;
  }

  /** In the reverse order. Models RunReservePluginsUnreserve (v1.36). */
  runUnreservePlugins(state: CycleState, podInfo: PodInfo, nodeName: string): void {
    for (const plugin of this.lists.reserve.toReversed()) plugin.unreserve?.(state, podInfo, nodeName);
  }

  /**
   * Models RunPermitPlugins (v1.36). `waitFor` lists the plugins that want to wait, with how long each
   * does.
   */
  runPermitPlugins(
    state: CycleState,
    podInfo: PodInfo,
    nodeName: string,
  ): { status?: Status; waitFor?: ReadonlyMap<string, number> } {
    const waitFor = new Map<string, number>();
    for (const plugin of this.lists.permit) {
      const { status, timeoutMs } = plugin.permit?.(state, podInfo, nodeName) ?? {};
      if (status === undefined) continue;
      if (status.rejected) return { status };
      if (status.code !== 'Wait') return { status: failed(`Permit plugin "${plugin.name}"`, plugin, status) };
      waitFor.set(plugin.name, Math.min(timeoutMs ?? 0, longestPermitMs));
    }
    return waitFor.size === 0 ? {} : { status: new Status('Wait'), waitFor };
  }

  /** Whether any PreBind plugin will have work to do: Skip if none. Models RunPreBindPreFlights (v1.36). */
  runPreBindPreFlights(state: CycleState, podInfo: PodInfo, nodeName: string): Status | undefined {
    const skipped = new Set<string>();
    for (const plugin of this.lists.preBind) {
      const status = plugin.preBindPreFlight?.(state, podInfo, nodeName);
      if (status === undefined) continue;
      if (status.code !== 'Skip') return failed(`PreBindPreFlight "${plugin.name}"`, plugin, status);
      skipped.add(plugin.name);
    }
    state.skipPreBindPlugins = skipped;
    return skipped.size === this.lists.preBind.length ? new Status('Skip') : undefined;
  }

  /**
   * Runs the PreBind plugins one after another and tells `done` how it ended; at once where none has
   * to wait. `wait` asks a plugin's `check` from time to time until it is over. Models
   * RunPreBindPlugins (v1.36).
   */
  runPreBindPlugins(
    state: CycleState,
    podInfo: PodInfo,
    nodeName: string,
    wait: (waiting: Waiting, over: (status: Status | undefined) => void) => void,
    done: (status: Status | undefined) => void,
  ): void {
    const plugins = this.lists.preBind.filter(({ name }) => !state.skipPreBindPlugins.has(name));
    const runFrom = (index: number): void => {
      const plugin = plugins[index];
      if (plugin === undefined) return done(undefined);
      const over = (status: Status | undefined): void => {
        if (status === undefined) return runFrom(index + 1);
        done(status.rejected ? status : failed(`PreBind plugin "${plugin.name}"`, plugin, status));
      };
      const answer = plugin.preBind?.(state, podInfo, nodeName);
      if (answer === undefined || answer instanceof Status) over(answer);
      else wait(answer, over);
    };
    runFrom(0);
  }

  /** Models RunBindPlugins (v1.36). */
  runBindPlugins(state: CycleState, podInfo: PodInfo, nodeName: string): Status | undefined {
    for (const plugin of this.lists.bind) {
      const status = plugin.bind?.(state, podInfo, nodeName);
      if (status === undefined) return undefined;
      if (status.code === 'Skip') continue;
      return status.rejected ? status : failed(`Bind plugin "${plugin.name}"`, plugin, status);
    }
    return new Status('Skip');
  }

  runPostBindPlugins(state: CycleState, podInfo: PodInfo, nodeName: string): void {
    for (const plugin of this.lists.postBind) plugin.postBind?.(state, podInfo, nodeName);
  }
}

/** The longest that a Permit plugin may make a pod wait. */
const longestPermitMs = 15 * 60 * 1000;
