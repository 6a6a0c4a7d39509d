import type { KubeObject } from '../api/types.ts';
import { kubeletVersion } from '../kubelet/node-status.ts';
import { kubeletConfig } from './machine-files.ts';

/** One object, and the path to which it is posted. */
export interface Addon {
  readonly path: string;
  readonly object: KubeObject;
}

export interface AddonOptions {
  readonly podSubnet: string;
  readonly serviceSubnet: string;
  /** The address of the Service kube-dns. */
  readonly dnsIP: string;
  readonly server: string;
}

type Spec = Readonly<Record<string, unknown>>;

const kubeProxyImage = `registry.k8s.io/kube-proxy:${kubeletVersion}`;
const corednsImage = 'registry.k8s.io/coredns/coredns:v1.14.2';
const weaveImage = 'ghcr.io/weaveworks/launcher/weave-kube:2.8.1';
const weaveNpcImage = 'ghcr.io/weaveworks/launcher/weave-npc:2.8.1';

/** What runs in kube-system besides the control plane. Models cmd/kubeadm/app/phases/addons (v1.36), and a network plugin. */
export function addons(options: AddonOptions): Addon[] {
  return [
    ...configMaps(options),
    ...serviceAccounts(),
    ...roles(),
    core('services', dnsService(options.dnsIP)),
    apps('deployments', coredns),
    apps('daemonsets', kubeProxy),
    apps('daemonsets', weaveNet),
  ];
}

function core(resource: string, object: object, namespace = 'kube-system'): Addon {
  return { path: `/api/v1/namespaces/${namespace}/${resource}`, object: object as KubeObject };
}

function apps(resource: string, object: object): Addon {
  return { path: `/apis/apps/v1/namespaces/kube-system/${resource}`, object: object as KubeObject };
}

function configMaps({ podSubnet, serviceSubnet, server }: AddonOptions): Addon[] {
  const map = (name: string, data: Record<string, string>, labels?: Record<string, string>): Addon =>
    core('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'kube-system', ...(labels && { labels }) },
      data,
    });
  return [
    map('coredns', { Corefile: corefile }),
    map('kube-proxy', { 'config.conf': proxyConfig(podSubnet) }, { app: 'kube-proxy' }),
    map('kubeadm-config', { ClusterConfiguration: clusterConfiguration(podSubnet, serviceSubnet) }),
    map('kubelet-config', { kubelet: kubeletConfig }),
    core(
      'configmaps',
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'cluster-info', namespace: 'kube-public' },
        data: {
          kubeconfig: `apiVersion: v1\nclusters:\n- cluster:\n    server: ${server}\n  name: ""\nkind: Config\n`,
        },
      },
      'kube-public',
    ),
  ];
}

function serviceAccounts(): Addon[] {
  return ['coredns', 'kube-proxy', 'weave-net'].map((name) =>
    core('serviceaccounts', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace: 'kube-system' },
    }),
  );
}

const rbac = '/apis/rbac.authorization.k8s.io/v1';

function binding(name: string, role: string, subjects: readonly Spec[]): Addon {
  return {
    path: `${rbac}/clusterrolebindings`,
    object: {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects,
    } as unknown as KubeObject,
  };
}

/** What makes administrators of those to whom kubeadm gives its kubeconfig. */
export const clusterAdmins: Addon = binding('kubeadm:cluster-admins', 'cluster-admin', [
  { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'kubeadm:cluster-admins' },
]);

function roles(): Addon[] {
  const account = (name: string): Spec => ({ kind: 'ServiceAccount', name, namespace: 'kube-system' });
  return [
    {
      path: `${rbac}/clusterroles`,
      object: {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'system:coredns' },
        rules: [
          {
            apiGroups: [''],
            resources: ['endpoints', 'services', 'pods', 'namespaces'],
            verbs: ['list', 'watch'],
          },
          { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
        ],
      } as unknown as KubeObject,
    },
    binding('system:coredns', 'system:coredns', [account('coredns')]),
    binding('kubeadm:node-proxier', 'system:node-proxier', [account('kube-proxy')]),
    clusterAdmins,
  ];
}

const dnsService = (clusterIP: string): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'kube-dns',
    namespace: 'kube-system',
    annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
    labels: {
      'k8s-app': 'kube-dns',
      'kubernetes.io/cluster-service': 'true',
      'kubernetes.io/name': 'CoreDNS',
    },
  },
  spec: {
    clusterIP,
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
      { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
      { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
    ],
    selector: { 'k8s-app': 'kube-dns' },
  },
});

const coredns = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'coredns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  spec: {
    replicas: 2,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    selector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    template: {
      metadata: { labels: { 'k8s-app': 'kube-dns' } },
      spec: {
        priorityClassName: 'system-cluster-critical',
        serviceAccountName: 'coredns',
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              {
                weight: 100,
                podAffinityTerm: {
                  labelSelector: {
                    matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }],
                  },
                  topologyKey: 'kubernetes.io/hostname',
                },
              },
            ],
          },
        },
        tolerations: [
          { key: 'CriticalAddonsOnly', operator: 'Exists' },
          { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
        ],
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        containers: [
          {
            name: 'coredns',
            image: corednsImage,
            imagePullPolicy: 'IfNotPresent',
            resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
            args: ['-conf', '/etc/coredns/Corefile'],
            volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
            ports: [
              { containerPort: 53, name: 'dns', protocol: 'UDP' },
              { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
              { containerPort: 9153, name: 'metrics', protocol: 'TCP' },
              { containerPort: 8080, name: 'liveness-probe', protocol: 'TCP' },
              { containerPort: 8181, name: 'readiness-probe', protocol: 'TCP' },
            ],
            livenessProbe: {
              httpGet: { path: '/health', port: 'liveness-probe', scheme: 'HTTP' },
              initialDelaySeconds: 60,
              timeoutSeconds: 5,
              successThreshold: 1,
              failureThreshold: 5,
            },
            readinessProbe: { httpGet: { path: '/ready', port: 'readiness-probe', scheme: 'HTTP' } },
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
              readOnlyRootFilesystem: true,
            },
          },
        ],
        dnsPolicy: 'Default',
        volumes: [
          {
            name: 'config-volume',
            configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] },
          },
        ],
      },
    },
  },
};

const kubeProxy = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'kube-proxy', namespace: 'kube-system', labels: { 'k8s-app': 'kube-proxy' } },
  spec: {
    selector: { matchLabels: { 'k8s-app': 'kube-proxy' } },
    template: {
      metadata: { labels: { 'k8s-app': 'kube-proxy' } },
      spec: {
        priorityClassName: 'system-node-critical',
        containers: [
          {
            name: 'kube-proxy',
            image: kubeProxyImage,
            imagePullPolicy: 'IfNotPresent',
            command: [
              '/usr/local/bin/kube-proxy',
              '--config=/var/lib/kube-proxy/config.conf',
              '--hostname-override=$(NODE_NAME)',
            ],
            securityContext: { privileged: true },
            volumeMounts: [{ mountPath: '/var/lib/kube-proxy', name: 'kube-proxy' }],
            env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
          },
        ],
        hostNetwork: true,
        serviceAccountName: 'kube-proxy',
        volumes: [{ name: 'kube-proxy', configMap: { name: 'kube-proxy' } }],
        tolerations: [{ operator: 'Exists' }],
        nodeSelector: { 'kubernetes.io/os': 'linux' },
      },
    },
    updateStrategy: { type: 'RollingUpdate' },
  },
};

const weaveNet = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'weave-net', namespace: 'kube-system', labels: { name: 'weave-net' } },
  spec: {
    minReadySeconds: 5,
    selector: { matchLabels: { name: 'weave-net' } },
    template: {
      metadata: { labels: { name: 'weave-net' } },
      spec: {
        priorityClassName: 'system-node-critical',
        containers: [
          {
            name: 'weave',
            image: weaveImage,
            resources: { requests: { cpu: '50m' } },
            securityContext: { privileged: true },
          },
          {
            name: 'weave-npc',
            image: weaveNpcImage,
            resources: { requests: { cpu: '50m' } },
            securityContext: { privileged: true },
          },
        ],
        hostNetwork: true,
        serviceAccountName: 'weave-net',
        tolerations: [
          { effect: 'NoSchedule', operator: 'Exists' },
          { effect: 'NoExecute', operator: 'Exists' },
        ],
      },
    },
    updateStrategy: { type: 'RollingUpdate' },
  },
};

const corefile = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`;

function proxyConfig(podSubnet: string): string {
  return `apiVersion: kubeproxy.config.k8s.io/v1alpha1
clusterCIDR: ${podSubnet}
kind: KubeProxyConfiguration
mode: ""
`;
}

function clusterConfiguration(podSubnet: string, serviceSubnet: string): string {
  return `apiVersion: kubeadm.k8s.io/v1beta4
clusterName: kubernetes
controllerManager: {}
dns: {}
etcd:
  local:
    dataDir: /var/lib/etcd
imageRepository: registry.k8s.io
kind: ClusterConfiguration
kubernetesVersion: ${kubeletVersion}
networking:
  dnsDomain: cluster.local
  podSubnet: ${podSubnet}
  serviceSubnet: ${serviceSubnet}
proxy: {}
scheduler: {}
`;
}
