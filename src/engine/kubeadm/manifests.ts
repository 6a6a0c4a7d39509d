import { kubeletVersion } from '../kubelet/node-status.ts';

const etcdImage = 'registry.k8s.io/etcd:3.6.8-0';

/** The machine that the control plane runs on. */
export interface ControlPlane {
  readonly name: string;
  readonly ip: string;
  readonly podSubnet: string;
  readonly serviceSubnet: string;
}

interface StaticPod {
  readonly name: string;
  readonly image: string;
  readonly cpu: string;
  readonly memory?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly port: number;
  readonly scheme: 'HTTP' | 'HTTPS';
  readonly host: string;
  readonly livenessPath: string;
  readonly startupPath: string;
  readonly readinessPath: string;
  readonly mounts: readonly (readonly [name: string, path: string, type: string, readOnly: boolean])[];
}

/** The files that kubeadm writes into /etc/kubernetes/manifests, by name. Models cmd/kubeadm/app/phases/controlplane (v1.36). */
export function controlPlaneManifests(plane: ControlPlane): Map<string, string> {
  const pods = [etcd(plane), apiServer(plane), controllerManager(plane), scheduler()];
  return new Map(pods.map((pod) => [`${pod.name}.yaml`, manifestText(pod)]));
}

const commonMounts = [
  ['ca-certs', '/etc/ssl/certs', 'DirectoryOrCreate', true],
  ['etc-ca-certificates', '/etc/ca-certificates', 'DirectoryOrCreate', true],
  ['k8s-certs', '/etc/kubernetes/pki', 'DirectoryOrCreate', true],
  ['usr-local-share-ca-certificates', '/usr/local/share/ca-certificates', 'DirectoryOrCreate', true],
  ['usr-share-ca-certificates', '/usr/share/ca-certificates', 'DirectoryOrCreate', true],
] as const;

function etcd({ name, ip }: ControlPlane): StaticPod {
  const pki = '/etc/kubernetes/pki/etcd';
  return {
    name: 'etcd',
    image: etcdImage,
    cpu: '100m',
    memory: '100Mi',
    annotations: { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': `https://${ip}:2379` },
    flags: [
      `advertise-client-urls=https://${ip}:2379`,
      `cert-file=${pki}/server.crt`,
      'client-cert-auth=true',
      'data-dir=/var/lib/etcd',
      'feature-gates=InitialCorruptCheck=true',
      `initial-advertise-peer-urls=https://${ip}:2380`,
      `initial-cluster=${name}=https://${ip}:2380`,
      `key-file=${pki}/server.key`,
      `listen-client-urls=https://127.0.0.1:2379,https://${ip}:2379`,
      'listen-metrics-urls=http://127.0.0.1:2381',
      `listen-peer-urls=https://${ip}:2380`,
      `name=${name}`,
      `peer-cert-file=${pki}/peer.crt`,
      'peer-client-cert-auth=true',
      `peer-key-file=${pki}/peer.key`,
      `peer-trusted-ca-file=${pki}/ca.crt`,
      'snapshot-count=10000',
      `trusted-ca-file=${pki}/ca.crt`,
      'watch-progress-notify-interval=5s',
    ],
    port: 2381,
    scheme: 'HTTP',
    host: '127.0.0.1',
    livenessPath: '/livez',
    startupPath: '/readyz',
    readinessPath: '/readyz',
    mounts: [
      ['etcd-data', '/var/lib/etcd', 'DirectoryOrCreate', false],
      ['etcd-certs', pki, 'DirectoryOrCreate', false],
    ],
  };
}

function apiServer({ ip, serviceSubnet }: ControlPlane): StaticPod {
  const pki = '/etc/kubernetes/pki';
  return {
    name: 'kube-apiserver',
    image: `registry.k8s.io/kube-apiserver:${kubeletVersion}`,
    cpu: '250m',
    annotations: { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${ip}:6443` },
    flags: [
      `advertise-address=${ip}`,
      'allow-privileged=true',
      'authorization-mode=Node,RBAC',
      `client-ca-file=${pki}/ca.crt`,
      'enable-admission-plugins=NodeRestriction',
      'enable-bootstrap-token-auth=true',
      `etcd-cafile=${pki}/etcd/ca.crt`,
      `etcd-certfile=${pki}/apiserver-etcd-client.crt`,
      `etcd-keyfile=${pki}/apiserver-etcd-client.key`,
      'etcd-servers=https://127.0.0.1:2379',
      `kubelet-client-certificate=${pki}/apiserver-kubelet-client.crt`,
      `kubelet-client-key=${pki}/apiserver-kubelet-client.key`,
      'kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
      `proxy-client-cert-file=${pki}/front-proxy-client.crt`,
      `proxy-client-key-file=${pki}/front-proxy-client.key`,
      'requestheader-allowed-names=front-proxy-client',
      `requestheader-client-ca-file=${pki}/front-proxy-ca.crt`,
      'requestheader-extra-headers-prefix=X-Remote-Extra-',
      'requestheader-group-headers=X-Remote-Group',
      'requestheader-username-headers=X-Remote-User',
      'secure-port=6443',
      'service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `service-account-key-file=${pki}/sa.pub`,
      `service-account-signing-key-file=${pki}/sa.key`,
      `service-cluster-ip-range=${serviceSubnet}`,
      `tls-cert-file=${pki}/apiserver.crt`,
      `tls-private-key-file=${pki}/apiserver.key`,
    ],
    port: 6443,
    scheme: 'HTTPS',
    host: ip,
    livenessPath: '/livez',
    startupPath: '/livez',
    readinessPath: '/readyz',
    mounts: commonMounts,
  };
}

function controllerManager({ podSubnet, serviceSubnet }: ControlPlane): StaticPod {
  const pki = '/etc/kubernetes/pki';
  const conf = '/etc/kubernetes/controller-manager.conf';
  return {
    name: 'kube-controller-manager',
    image: `registry.k8s.io/kube-controller-manager:${kubeletVersion}`,
    cpu: '200m',
    flags: [
      'allocate-node-cidrs=true',
      `authentication-kubeconfig=${conf}`,
      `authorization-kubeconfig=${conf}`,
      'bind-address=127.0.0.1',
      `client-ca-file=${pki}/ca.crt`,
      `cluster-cidr=${podSubnet}`,
      'cluster-name=kubernetes',
      `cluster-signing-cert-file=${pki}/ca.crt`,
      `cluster-signing-key-file=${pki}/ca.key`,
      'controllers=*,bootstrapsigner,tokencleaner',
      `kubeconfig=${conf}`,
      'leader-elect=true',
      `requestheader-client-ca-file=${pki}/front-proxy-ca.crt`,
      `root-ca-file=${pki}/ca.crt`,
      `service-account-private-key-file=${pki}/sa.key`,
      `service-cluster-ip-range=${serviceSubnet}`,
      'use-service-account-credentials=true',
    ],
    port: 10257,
    scheme: 'HTTPS',
    host: '127.0.0.1',
    livenessPath: '/healthz',
    startupPath: '/healthz',
    readinessPath: '',
    mounts: [
      ...commonMounts.slice(0, 2),
      ['flexvolume-dir', '/usr/libexec/kubernetes/kubelet-plugins/volume/exec', 'DirectoryOrCreate', false],
      ...commonMounts.slice(2, 3),
      ['kubeconfig', conf, 'FileOrCreate', true],
      ...commonMounts.slice(3),
    ],
  };
}

function scheduler(): StaticPod {
  const conf = '/etc/kubernetes/scheduler.conf';
  return {
    name: 'kube-scheduler',
    image: `registry.k8s.io/kube-scheduler:${kubeletVersion}`,
    cpu: '100m',
    flags: [
      `authentication-kubeconfig=${conf}`,
      `authorization-kubeconfig=${conf}`,
      'bind-address=127.0.0.1',
      `kubeconfig=${conf}`,
      'leader-elect=true',
    ],
    port: 10259,
    scheme: 'HTTPS',
    host: '127.0.0.1',
    livenessPath: '/livez',
    startupPath: '/livez',
    readinessPath: '/readyz',
    mounts: [['kubeconfig', conf, 'FileOrCreate', true]],
  };
}

function manifestText(pod: StaticPod): string {
  const lines: string[] = ['apiVersion: v1', 'kind: Pod', 'metadata:'];
  if (pod.annotations !== undefined) {
    lines.push('  annotations:');
    for (const [key, value] of Object.entries(pod.annotations)) lines.push(`    ${key}: ${value}`);
  }
  lines.push(
    '  labels:',
    `    component: ${pod.name}`,
    '    tier: control-plane',
    `  name: ${pod.name}`,
    '  namespace: kube-system',
    'spec:',
    '  containers:',
    '  - command:',
    `    - ${pod.name}`,
    ...pod.flags.map((flag) => `    - --${flag}`),
    `    image: ${pod.image}`,
    '    imagePullPolicy: IfNotPresent',
    ...probeLines('livenessProbe', pod, pod.livenessPath, [8, 10, 10, 15]),
    `    name: ${pod.name}`,
    '    ports:',
    `    - containerPort: ${pod.port}`,
    '      name: probe-port',
    '      protocol: TCP',
    ...(pod.readinessPath === ''
      ? []
      : probeLines('readinessProbe', pod, pod.readinessPath, [3, undefined, 1, 15])),
    '    resources:',
    '      requests:',
    `        cpu: ${pod.cpu}`,
    ...(pod.memory === undefined ? [] : [`        memory: ${pod.memory}`]),
    ...probeLines('startupProbe', pod, pod.startupPath, [24, 10, 10, 15]),
    '    volumeMounts:',
    ...pod.mounts.flatMap(([name, path, , readOnly]) => [
      `    - mountPath: ${path}`,
      `      name: ${name}`,
      ...(readOnly ? ['      readOnly: true'] : []),
    ]),
    '  hostNetwork: true',
    '  priority: 2000001000',
    '  priorityClassName: system-node-critical',
    '  securityContext:',
    '    seccompProfile:',
    '      type: RuntimeDefault',
    '  volumes:',
    ...pod.mounts.flatMap(([name, path, type]) => [
      '  - hostPath:',
      `      path: ${path}`,
      `      type: ${type}`,
      `    name: ${name}`,
    ]),
    'status: {}',
    '',
  );
  return lines.join('\n');
}

function probeLines(
  kind: string,
  { host, scheme }: StaticPod,
  path: string,
  [failureThreshold, delay, period, timeout]: readonly [number, number | undefined, number, number],
): string[] {
  return [
    `    ${kind}:`,
    `      failureThreshold: ${failureThreshold}`,
    '      httpGet:',
    `        host: ${host}`,
    `        path: ${path}`,
    '        port: probe-port',
    `        scheme: ${scheme}`,
    ...(delay === undefined ? [] : [`      initialDelaySeconds: ${delay}`]),
    `      periodSeconds: ${period}`,
    `      timeoutSeconds: ${timeout}`,
  ];
}
