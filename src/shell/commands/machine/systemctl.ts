import {
  endText,
  type ServiceProblem,
  type Services,
  type ServiceStatus,
  type ServiceVerb,
} from '../../../engine/index.ts';
import { complain, printLines, readOptions, type ShellCommand, type ShellProcess } from '../../command.ts';
import { journalText } from './journalctl.ts';
import { agoText, stampText } from './machine-text.ts';

type Verb = (process: ShellProcess, services: Services, names: readonly string[]) => number;

/** Models systemctl (systemd 255) for services. */
export const systemctl: ShellCommand = (process) => {
  const { services } = process.host.machines().get(process.state.machine) ?? {};
  if (services === undefined) {
    process.stderr(
      "System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to bus: Host is down\n",
    );
    return 1;
  }
  const options = readOptions(process.args, ['n', 'lines', 'o', 'output', 't', 'type']);
  const [verb = 'list-units', ...given] = options.rest;
  if (!Object.hasOwn(verbs, verb)) {
    process.stderr(`Unknown command verb '${verb}'.\n`);
    return 1;
  }
  const run = verbs[verb] as Verb;
  const names = given.map((name) => (name.includes('.') ? name : `${name}.service`));
  if (names.length === 0 && needsName.has(verb)) {
    process.stderr(`Too few arguments.\n`);
    return 1;
  }
  const code = run(process, services, names);
  const changes = verb === 'enable' ? 'start' : verb === 'disable' ? 'stop' : undefined;
  return code === 0 && changes !== undefined && options.has('now')
    ? (verbs[changes] as Verb)(process, services, names)
    : code;
};

const needsName = new Set([
  'start',
  'stop',
  'restart',
  'enable',
  'disable',
  'is-active',
  'is-enabled',
  'cat',
  'kill',
]);

const verbs: Readonly<Record<string, Verb>> = {
  start: acting('start'),
  stop: acting('stop'),
  restart: acting('restart'),
  reload: acting('restart'),
  kill: acting('kill'),
  enable: enabling,
  disable: disabling,
  status: showStatus,
  'daemon-reload': (_process, services) => {
    services.act('daemon-reload', '');
    return 0;
  },
  'reset-failed': (_process, services, names) => {
    for (const name of names.length > 0 ? names : services.names()) services.act('reset-failed', name);
    return 0;
  },
  'is-active': (process, services, names) => {
    const states = names.map((name) => services.status(name)?.active ?? 'inactive');
    printLines(process, states);
    return states.includes('active') ? 0 : names.some((name) => services.status(name) === undefined) ? 4 : 3;
  },
  'is-enabled': (process, services, names) => {
    const states = names.map((name) => services.status(name)?.enabled ?? 'not-found');
    printLines(process, states);
    return states.every((state) => state === 'enabled' || state === 'static')
      ? 0
      : states.includes('not-found')
        ? 4
        : 1;
  },
  'is-failed': (process, services, names) => {
    const states = names.map((name) => services.status(name)?.active ?? 'inactive');
    printLines(process, states);
    return states.includes('failed') ? 0 : 1;
  },
  cat: showFiles,
  'list-units': listUnits,
  'list-unit-files': listUnitFiles,
};

function acting(verb: ServiceVerb): Verb {
  return (process, services, names) => {
    let code = 0;
    for (const name of names) {
      if (services.status(name)?.isStale === true) process.stderr(staleText(name));
      const problem = services.act(verb, name);
      if (problem === undefined) continue;
      process.stderr(problemText(verb, name, problem));
      code = problem === 'not-found' ? 5 : 1;
    }
    return code;
  };
}

function problemText(verb: ServiceVerb, name: string, problem: ServiceProblem): string {
  switch (problem) {
    case 'not-found':
      return `Failed to ${verb} ${name}: Unit ${name} not ${verb === 'stop' ? 'loaded' : 'found'}.\n`;
    case 'bad-setting':
      return `Failed to ${verb} ${name}: Unit ${name} has a bad unit file setting.\nSee system logs and 'systemctl status ${name}' for details.\n`;
    case 'limit':
      return `Job for ${name} failed.\nSee "systemctl status ${name}" and "journalctl -xeu ${name}" for details.\n`;
  }
}

function staleText(name: string): string {
  return `Warning: The unit file, source configuration file or drop-ins of ${name} changed on disk. Run 'systemctl daemon-reload' to reload units.\n`;
}

function enabling(process: ShellProcess, services: Services, names: readonly string[]): number {
  for (const name of names) {
    const status = services.status(name);
    if (status === undefined) {
      process.stderr(`Failed to enable unit: Unit file ${name} does not exist.\n`);
      return 1;
    }
    if (status.enabled === 'static') process.stderr(noInstallText);
    services.act('enable', name);
    if (status.enabled === 'disabled') process.stderr(`Created symlink ${linkOf(name)} → ${status.path}.\n`);
  }
  return 0;
}

const noInstallText =
  'The unit files have no installation config (WantedBy=, RequiredBy=, UpheldBy=,\nAlso=, or Alias= settings in the [Install] section, and DefaultInstance= for\ntemplate units). This means they are not meant to be enabled or disabled using systemctl.\n';

function disabling(process: ShellProcess, services: Services, names: readonly string[]): number {
  for (const name of names) {
    const status = services.status(name);
    if (status === undefined) {
      process.stderr(`Failed to disable unit: Unit file ${name} does not exist.\n`);
      return 1;
    }
    services.act('disable', name);
    if (status.enabled === 'enabled') process.stderr(`Removed "${linkOf(name)}".\n`);
  }
  return 0;
}

function linkOf(name: string): string {
  return `/etc/systemd/system/multi-user.target.wants/${name}`;
}

function showStatus(process: ShellProcess, services: Services, given: readonly string[]): number {
  const names =
    given.length > 0 ? given : services.names().filter((name) => services.status(name)?.active === 'active');
  let code = 0;
  for (const [index, name] of names.entries()) {
    const status = services.status(name);
    if (index > 0) process.stdout('\n');
    if (status === undefined) {
      process.stderr(`Unit ${name} could not be found.\n`);
      code = 4;
      continue;
    }
    if (status.isStale) process.stderr(staleText(name));
    printLines(process, statusLines(status, process.host.now()));
    const lines = services.journal.lines.filter(({ unit }) => unit === name).slice(-10);
    if (lines.length > 0)
      process.stdout(`\n${lines.map((line) => journalText(line, process.state.machine)).join('\n')}\n`);
    if (status.active !== 'active' && code === 0) code = 3;
  }
  return code;
}

const bullets: Readonly<Record<ServiceStatus['active'], string>> = {
  active: '●',
  activating: '●',
  deactivating: '●',
  inactive: '○',
  failed: '×',
};

function statusLines(status: ServiceStatus, nowMs: number): string[] {
  const { name, description, active, sub, sinceMs, startedMs, pid, end, result, path, load } = status;
  const program = programOf(status.command);
  const row = (title: string, text: string): string => `${title.padStart(11)}: ${text}`;
  const lines = [
    description === name ? `${bullets[active]} ${name}` : `${bullets[active]} ${name} - ${description}`,
  ];
  lines.push(
    row(
      'Loaded',
      load === 'loaded'
        ? `loaded (${path}; ${status.enabled}; preset: enabled)`
        : `bad-setting (Reason: Unit ${name} has a bad unit file setting.)`,
    ),
  );
  for (const [index, file] of status.dropIns.entries()) {
    const folder = file.slice(0, file.lastIndexOf('/'));
    if (index === 0) lines.push(row('Drop-In', folder));
    lines.push(
      `${' '.repeat(13)}${index === status.dropIns.length - 1 ? '└─' : '├─'}${file.slice(folder.length + 1)}`,
    );
  }
  const because = result === 'success' ? '' : ` (Result: ${result})`;
  const state = active === 'failed' ? 'failed' : `${active} (${sub})`;
  const since = sinceMs === undefined ? '' : ` since ${stampText(sinceMs)}; ${agoText(nowMs - sinceMs)} ago`;
  lines.push(row('Active', state + because + since));
  for (const [index, page] of status.documentation.entries())
    lines.push(index === 0 ? row('Docs', page) : `${' '.repeat(13)}${page}`);
  if (pid !== undefined) {
    lines.push(row('Main PID', `${pid} (${program})`));
    lines.push(row('CGroup', `/system.slice/${name}`), `${' '.repeat(13)}└─${pid} ${status.command}`);
  } else if (end !== undefined) {
    lines.push(row('Process', `ExecStart=${status.command} (${endText(end)})`));
    if (startedMs !== undefined && sinceMs !== undefined && active !== 'activating')
      lines.splice(lines.length - 1, 0, row('Duration', agoText(sinceMs - startedMs)));
  }
  return lines;
}

function programOf(command: string): string {
  const path = command.split(' ', 1)[0] ?? '';
  return path.slice(path.lastIndexOf('/') + 1).slice(0, 15);
}

function showFiles(process: ShellProcess, services: Services, names: readonly string[]): number {
  for (const name of names) {
    const status = services.status(name);
    if (status === undefined) {
      process.stderr(`No files found for ${name}.\n`);
      return 1;
    }
    const files = [status.path, ...status.dropIns];
    process.stdout(files.map((path) => `# ${path}\n${process.files.read(path) ?? ''}`).join('\n'));
  }
  return 0;
}

function listUnits(process: ShellProcess, services: Services): number {
  const { args } = process;
  const all = args.includes('--all') || args.includes('-a');
  const onlyFailed = args.includes('--failed') || args.includes('--state=failed');
  const units = services.names().flatMap((name) => {
    const status = services.status(name);
    if (status === undefined) return [];
    const isShown = onlyFailed ? status.active === 'failed' : all || status.active !== 'inactive';
    return isShown ? [status] : [];
  });
  const width = Math.max(4, ...units.map(({ name }) => name.length));
  const state = (status: ServiceStatus): string =>
    `${status.load.padEnd(6)} ${status.active.padEnd(6)} ${status.sub.padEnd(7)} ${status.description}`;
  if (units.length > 0)
    printLines(process, [
      `  ${'UNIT'.padEnd(width)} LOAD   ACTIVE SUB     DESCRIPTION`,
      ...units.map(
        (unit) => `${unit.active === 'failed' ? '●' : ' '} ${unit.name.padEnd(width)} ${state(unit)}`,
      ),
      '',
      'Legend: LOAD   → Reflects whether the unit definition was properly loaded.',
      '        ACTIVE → The high-level unit activation state, i.e. generalization of SUB.',
      '        SUB    → The low-level unit activation state, values depend on unit type.',
      '',
    ]);
  printLines(process, [
    `${units.length} loaded units listed.${all ? '' : ' Pass --all to see loaded but inactive units, too.'}`,
    "To show all installed unit files use 'systemctl list-unit-files'.",
  ]);
  return 0;
}

function listUnitFiles(process: ShellProcess, services: Services): number {
  const units = services.names().flatMap((name) => services.status(name) ?? []);
  const width = Math.max(9, ...units.map(({ name }) => name.length));
  printLines(process, [
    `${'UNIT FILE'.padEnd(width)} STATE    PRESET`,
    ...units.map(
      ({ name, enabled }) =>
        `${name.padEnd(width)} ${enabled.padEnd(8)} ${enabled === 'static' ? '-' : 'enabled'}`,
    ),
    '',
    `${units.length} unit files listed.`,
  ]);
  return 0;
}

/** `service kubelet restart` */
export const service: ShellCommand = (process) => {
  const [name, verb] = process.args;
  if (name === undefined || verb === undefined)
    return complain(
      process,
      'usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]',
    );
  return systemctl({ ...process, name: 'systemctl', args: [verb, name] });
};
