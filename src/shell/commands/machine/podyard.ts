import { complain, type ShellCommand } from '../../command.ts';

const usage =
  'usage: podyard machine add NAME    switches on a machine that `kubeadm join` can let into the cluster\n';

/** What no real terminal can do. */
export const podyard: ShellCommand = (process) => {
  const [what, verb, name] = process.args;
  if (what !== 'machine' || verb !== 'add' || name === undefined) {
    process.stdout(usage);
    return what === undefined || what === 'help' || what === '--help' ? 0 : 1;
  }
  if (process.host.addMachine === undefined) return complain(process, 'machines cannot be added here');
  const problem = process.host.addMachine(name);
  if (problem !== undefined) return complain(process, problem);
  process.stdout(
    `${name} is up: \`ssh ${name}\`, and there what \`kubeadm token create --print-join-command\` prints\n`,
  );
  return 0;
};
