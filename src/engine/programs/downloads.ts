import { binaryText } from './binary.ts';

/** What the internet answers. */
export type Download =
  | { readonly kind: 'no-host' }
  | { readonly kind: 'missing'; readonly address: string }
  | {
      readonly kind: 'file';
      readonly address: string;
      readonly name: string;
      readonly text: string;
      /** How large the real one is, about. */
      readonly sizeBytes: number;
      readonly type: string;
    };

const newest = 'v1.36.3';
const mebibyte = 2 ** 20;

/** Kubernetes' programs by name, with the size of their files in MiB. */
const programs: Readonly<Record<string, number>> = {
  kubectl: 58,
  kubeadm: 72,
  kubelet: 60,
  'kube-apiserver': 86,
  'kube-controller-manager': 75,
  'kube-scheduler': 50,
  'kube-proxy': 44,
};

interface Site {
  readonly address: string;
  /** The path of a release's program, or of the file that names the newest release. */
  readonly path: RegExp;
  readonly newestMinor: number;
}

const sites: Readonly<Record<string, Site>> = {
  'storage.googleapis.com': {
    address: '142.250.74.123',
    path: /^\/kubernetes-release\/release\/(.+)$/,
    newestMinor: 28,
  },
  'dl.k8s.io': { address: '34.107.204.206', path: /^\/(?:release\/)?(.+)$/, newestMinor: 36 },
};

/** What is at an address: the simulated internet has Kubernetes' releases, and nothing else. */
export function download(url: string): Download {
  const [, host = '', path = ''] = /^https?:\/\/([^/]+)(\/[^?#]*)?/.exec(url) ?? [];
  if (!Object.hasOwn(sites, host)) return { kind: 'no-host' };
  const { address, path: pattern, newestMinor } = sites[host] as Site;
  const below = pattern.exec(path)?.[1] ?? '';
  if (below === 'stable.txt')
    return {
      kind: 'file',
      address,
      name: 'stable.txt',
      text: newest,
      sizeBytes: newest.length,
      type: 'text/plain',
    };
  const [, version = '', minor, name = ''] =
    /^(v1\.(\d{1,2})\.\d{1,2})\/bin\/linux\/(?:amd64|arm64)\/([a-z-]+)$/.exec(below) ?? [];
  if (!Object.hasOwn(programs, name) || Number(minor) > newestMinor) return { kind: 'missing', address };
  return {
    kind: 'file',
    address,
    name,
    text: binaryText({ name, version }),
    sizeBytes: (programs[name] as number) * mebibyte,
    type: 'application/octet-stream',
  };
}
