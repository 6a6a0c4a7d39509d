import type { ShellCommand } from '../../command.ts';
import { chmod } from './chmod.ts';
import { crictl } from './crictl.ts';
import { ip } from './ip.ts';
import { journalctl } from './journalctl.ts';
import { kubeadm } from './kubeadm.ts';
import { podyard } from './podyard.ts';
import { pgrep, ps } from './ps.ts';
import { service, systemctl } from './systemctl.ts';
import { wget } from './wget.ts';

/** Commands about the machine that the shell is on. */
export const machineCommands: Readonly<Record<string, ShellCommand>> = {
  systemctl,
  service,
  journalctl,
  wget,
  crictl,
  kubeadm,
  ps,
  pgrep,
  ip,
  podyard,
  chmod,
  chown: chmod,
};
