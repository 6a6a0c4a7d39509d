import type { QueuedPodInfo } from './queued-pod-info.ts';

/**
 * Pods that sleep until an event may help them, found by the plugins that refused them: most events
 * concern few plugins, and so few of many sleepers.
 */
export class UnschedulablePods {
  readonly #pods = new Map<string, QueuedPodInfo>();
  readonly #byPlugin = new Map<string, Set<QueuedPodInfo>>();
  /** Under which plugins a pod is filed: what it had when it was put here. */
  readonly #filed = new Map<QueuedPodInfo, readonly string[]>();

  get(key: string): QueuedPodInfo | undefined {
    return this.#pods.get(key);
  }

  values(): Iterable<QueuedPodInfo> {
    return this.#pods.values();
  }

  set(info: QueuedPodInfo): void {
    this.#unfile(info);
    this.#pods.set(info.key, info);
    const plugins = [...info.unschedulablePlugins, ...info.pendingPlugins];
    this.#filed.set(info, plugins);
    for (const plugin of plugins) {
      let infos = this.#byPlugin.get(plugin);
      if (infos === undefined) this.#byPlugin.set(plugin, (infos = new Set()));
      infos.add(info);
    }
  }

  delete(key: string): void {
    const info = this.#pods.get(key);
    if (info === undefined) return;
    this.#pods.delete(key);
    this.#unfile(info);
  }

  /** Those that any of the plugins refused. */
  refusedBy(plugins: ReadonlySet<string>): QueuedPodInfo[] {
    const found = new Set<QueuedPodInfo>();
    for (const plugin of plugins) for (const info of this.#byPlugin.get(plugin) ?? []) found.add(info);
    return [...found];
  }

  #unfile(info: QueuedPodInfo): void {
    for (const plugin of this.#filed.get(info) ?? []) this.#byPlugin.get(plugin)?.delete(info);
    this.#filed.delete(info);
  }
}
