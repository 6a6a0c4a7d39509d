import type { Pod } from '../api/types.ts';
import type { Machine } from '../machine/machine.ts';

const clusterDomain = 'cluster.local';
const clusterDns = '10.96.0.10';

/** A pod's /etc/hosts. Models ensureHostsFile of pkg/kubelet/kubelet_pods.go (v1.36). */
export function hostsFile({ metadata, spec }: Pod, podIP: string, machine: Machine): string {
  const aliases = spec.hostAliases ?? [];
  const added =
    aliases.length === 0
      ? ''
      : `\n# Entries added by HostAliases.\n${aliases.map(({ ip, hostnames }) => `${ip}\t${(hostnames ?? []).join('\t')}\n`).join('')}`;
  if (spec.hostNetwork === true)
    return `# Kubernetes-managed hosts file (host network).\n${machine.files.read('/etc/hosts') ?? ''}${added}`;
  const hostname = spec.hostname ?? metadata.name;
  const domain = spec.subdomain
    ? `${hostname}.${spec.subdomain}.${metadata.namespace}.svc.${clusterDomain}\t`
    : '';
  return `# Kubernetes-managed hosts file.\n${loopback}${podIP}\t${domain}${hostname}\n${added}`;
}

const loopback =
  '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n';

/** A pod's /etc/resolv.conf. Models GetPodDNS of pkg/kubelet/network/dns (v1.36). */
export function resolvConf({ metadata, spec }: Pod): string {
  const { dnsConfig, dnsPolicy = 'ClusterFirst', hostNetwork } = spec;
  const isClusters =
    dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && hostNetwork !== true);
  const base = {
    ClusterFirst: {
      servers: [clusterDns],
      searches: [`${metadata.namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain],
      options: ['ndots:5'],
    },
    Default: { servers: ['127.0.0.53'], searches: [], options: [] },
    None: { servers: [], searches: [], options: [] },
  }[isClusters ? 'ClusterFirst' : dnsPolicy === 'None' ? 'None' : 'Default'];
  const unique = (...lists: (readonly string[] | undefined)[]): string[] => [
    ...new Set(lists.flatMap((list) => list ?? [])),
  ];
  const own = (dnsConfig?.options ?? []).map(({ name, value }) =>
    value ? `${name}:${value}` : (name ?? ''),
  );
  const names = new Set(own.map((option) => option.split(':', 1)[0]));
  const servers = unique(base.servers, dnsConfig?.nameservers);
  const searches = unique(base.searches, dnsConfig?.searches);
  const options = unique(
    base.options.filter((option) => !names.has(option.split(':', 1)[0])),
    own,
  );
  return [
    searches.length > 0 ? `search ${searches.join(' ')}\n` : '',
    ...servers.map((server) => `nameserver ${server}\n`),
    options.length > 0 ? `options ${options.join(' ')}\n` : '',
  ].join('');
}
