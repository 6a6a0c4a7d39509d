import type { Handle } from '../handle.ts';
import type { AnyPlugin } from '../interface.ts';

/**
 * Makes a plugin for one profile from its arguments, which the configuration has defaulted. Throws an
 * Error that says what is wrong with them.
 */
type PluginFactory = (args: unknown, handle: Handle) => AnyPlugin;

/** The plugins that a scheduler was built with, by name. Models runtime.Registry (v1.36). */
export type Registry = ReadonlyMap<string, PluginFactory>;
