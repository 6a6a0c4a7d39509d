import { printLines, type ShellCommand } from '../../command.ts';

/** `ip addr`, `ip route`: the addresses that the machine has. */
export const ip: ShellCommand = (process) => {
  const machine = process.host.machines().get(process.state.machine);
  const address = machine?.ip ?? '';
  const [what = ''] = process.args.filter((arg) => !arg.startsWith('-'));
  if (/^a(d|dd|ddr|ddress)?$/.test(what)) {
    const number = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
    printLines(process, [
      '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000',
      '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
      '    inet 127.0.0.1/8 scope host lo',
      '       valid_lft forever preferred_lft forever',
      '2: enp1s0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000',
      `    link/ether 52:54:${number.join(':')} brd ff:ff:ff:ff:ff:ff`,
      `    inet ${address}/24 brd ${address.replace(/\d+$/, '255')} scope global enp1s0`,
      '       valid_lft forever preferred_lft forever',
    ]);
    return 0;
  }
  if (/^r(o|ou|out|oute)?$/.test(what)) {
    const gateway = address.replace(/\d+$/, '1');
    printLines(process, [
      `default via ${gateway} dev enp1s0 proto static`,
      `${address.replace(/\d+$/, '0')}/24 dev enp1s0 proto kernel scope link src ${address}`,
    ]);
    return 0;
  }
  process.stderr('Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\n');
  return what === '' ? 255 : 1;
};
