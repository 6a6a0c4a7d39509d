import type { ResourceUsage } from '../cri/container-runtime.ts';

const mi = 2 ** 20;

function uses(cpuMillis: number, memoryMi: number): ResourceUsage {
  return { cpuMillis, memoryBytes: memoryMi * mi };
}

/** A shell that waits. */
export const shellUsage = uses(0, 1);
const usual = uses(1, 16);

/** What programs use that have little to do, by the last part of their image's name. */
const idle: Readonly<Record<string, ResourceUsage>> = {
  'kube-apiserver': uses(46, 230),
  etcd: uses(21, 45),
  'kube-controller-manager': uses(14, 52),
  'kube-scheduler': uses(5, 24),
  'kube-proxy': uses(1, 17),
  coredns: uses(2, 14),
  'weave-kube': uses(3, 58),
  'weave-npc': uses(1, 18),
  'metrics-server': uses(4, 20),
  nginx: uses(0, 4),
  httpd: uses(1, 8),
  'hpa-example': uses(1, 11),
  redis: uses(2, 5),
};

/** Models nothing but the order of magnitude that `kubectl top` shows of such a program. */
export function idleUsage(image: string): ResourceUsage {
  return Object.hasOwn(idle, image) ? (idle[image] as ResourceUsage) : usual;
}
