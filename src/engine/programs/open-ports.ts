import type { Machine } from '../machine/machine.ts';
import type { Program } from './program.ts';

const openPorts = new WeakMap<Machine, Set<string>>();

/** The ports that are open on a machine's own network. */
export function portsOf(machine: Machine): Set<string> {
  const ports = openPorts.get(machine) ?? new Set<string>();
  openPorts.set(machine, ports);
  return ports;
}

/** A program that cannot share its port: on the machine's own network there is only one of each. */
export function onPort(port: number, program: Program, refusal: readonly string[]): Program {
  return (context) => {
    const { config, log, exit } = context;
    if (!config.hostNetwork) return program(context);
    const ports = portsOf(config.machine);
    const name = String(port);
    if (ports.has(name)) {
      for (const line of refusal) log(line, 'stderr');
      exit(1);
      return { stop: () => {} };
    }
    ports.add(name);
    const close = (): void => void ports.delete(name);
    const running = program({
      ...context,
      exit: (code) => {
        close();
        exit(code);
      },
    });
    const end = (how: (() => void) | undefined) => (): void => {
      close();
      how?.();
    };
    return {
      ...running,
      stop: end(() => running.stop()),
      kill: end(() => (running.kill === undefined ? running.stop() : running.kill())),
    };
  };
}
