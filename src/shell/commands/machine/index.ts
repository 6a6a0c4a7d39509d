import type { ShellCommand } from '../../command.ts';
import { chmod } from './chmod.ts';
import { journalctl } from './journalctl.ts';
import { service, systemctl } from './systemctl.ts';
import { wget } from './wget.ts';

/** Commands about the machine that the shell is on. */
export const machineCommands: Readonly<Record<string, ShellCommand>> = {
  systemctl,
  service,
  journalctl,
  wget,
  chmod,
  chown: chmod,
};
