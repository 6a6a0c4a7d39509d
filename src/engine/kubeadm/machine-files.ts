import type { Machine } from '../machine/machine.ts';
import { certificateText } from '../api/certificate.ts';
import { controlPlaneManifests, type ControlPlane } from './manifests.ts';

/** Where the cluster's certificate authority lies on each of its machines. */
export const caFile = '/etc/kubernetes/pki/ca.crt';

/** What is on a machine before kubeadm was: its system, and the packages that Kubernetes needs. */
export function writeMachineFiles({ files, name, ip }: Machine, atMs: number): void {
  const write = (path: string, text: string): void => void files.write(path, text, atMs);
  write('/etc/hostname', `${name}\n`);
  write('/etc/hosts', `127.0.0.1 localhost\n${ip} ${name}\n`);
  write('/etc/os-release', osRelease);
  write('/usr/lib/systemd/system/containerd.service', containerdUnit);
  write('/usr/lib/systemd/system/kubelet.service', kubeletUnit);
  write('/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf', kubeadmDropIn);
  for (const [service, text] of enabledUnits)
    write(`/etc/systemd/system/multi-user.target.wants/${service}`, text);
  for (const folder of ['/etc/kubernetes/manifests', '/usr/local/bin', '/root', '/tmp'])
    files.makeFolder(folder);
}

/** What kubeadm leaves on every machine that it joins. */
export function writeNodeFiles({ files, name }: Machine, server: string, atMs: number): void {
  const write = (path: string, text: string): void => void files.write(path, text, atMs);
  write('/etc/kubernetes/kubelet.conf', kubeconfig(server, `system:node:${name}`));
  write('/var/lib/kubelet/config.yaml', kubeletConfig);
  write('/var/lib/kubelet/kubeadm-flags.env', 'KUBELET_KUBEADM_ARGS=""\n');
  write(caFile, certificateText('kubernetes-ca'));
}

/** What kubeadm adds on the control plane: the components' manifests, their credentials, the administrator's. */
export function writeControlPlaneFiles(machine: Machine, plane: ControlPlane, atMs: number): void {
  const { files } = machine;
  const server = `https://${plane.ip}:6443`;
  const write = (path: string, text: string): void => void files.write(path, text, atMs);
  for (const [file, user] of credentials) write(`/etc/kubernetes/${file}`, kubeconfig(server, user));
  write('/root/.kube/config', kubeconfig(server, 'kubernetes-admin'));
  write('/etc/kubernetes/pki/ca.key', certificateText('kubernetes-ca-key', 'RSA PRIVATE KEY'));
  for (const [name, text] of controlPlaneManifests(plane)) write(`/etc/kubernetes/manifests/${name}`, text);
}

/** With what a scheduler of the slides, which may run anywhere, comes to the API server. */
export function writeSchedulerCredentials({ files }: Machine, server: string, atMs: number): void {
  files.write('/etc/kubernetes/scheduler.conf', kubeconfig(server, 'system:kube-scheduler'), atMs);
}

const credentials = [
  ['admin.conf', 'kubernetes-admin'],
  ['controller-manager.conf', 'system:kube-controller-manager'],
  ['scheduler.conf', 'system:kube-scheduler'],
] as const;

/** The file with which `user` reaches the API server, as kubeadm writes it. */
export function kubeconfig(server: string, user: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority: ${caFile}
    server: ${server}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: ${user}
  name: ${user}@kubernetes
current-context: ${user}@kubernetes
kind: Config
preferences: {}
users:
- name: ${user}
  user: {}
`;
}

const osRelease = `PRETTY_NAME="Ubuntu 24.04.3 LTS"
NAME="Ubuntu"
VERSION_ID="24.04"
VERSION_CODENAME=noble
ID=ubuntu
`;

const containerdUnit = `[Unit]
Description=containerd container runtime
Documentation=https://containerd.io
After=network.target local-fs.target dbus.service

[Service]
ExecStart=/usr/bin/containerd
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`;

const kubeletUnit = `[Unit]
Description=kubelet: The Kubernetes Node Agent
Documentation=https://kubernetes.io/docs/
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/usr/bin/kubelet
Restart=always
StartLimitInterval=0
RestartSec=10

[Install]
WantedBy=multi-user.target
`;

const kubeadmDropIn = `# Note: This dropin only works with kubeadm and kubelet v1.11+
[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`;

/** What starts with the machine, in that order. */
const enabledUnits = [
  ['containerd.service', containerdUnit],
  ['kubelet.service', kubeletUnit],
] as const;

/** What kubelets read from their file, and kubeadm keeps in a ConfigMap. */
export const kubeletConfig = `apiVersion: kubelet.config.k8s.io/v1beta1
authentication:
  anonymous:
    enabled: false
  webhook:
    cacheTTL: 0s
    enabled: true
  x509:
    clientCAFile: ${caFile}
authorization:
  mode: Webhook
  webhook:
    cacheAuthorizedTTL: 0s
    cacheUnauthorizedTTL: 0s
cgroupDriver: systemd
clusterDNS:
- 10.96.0.10
clusterDomain: cluster.local
containerRuntimeEndpoint: unix:///var/run/containerd/containerd.sock
kind: KubeletConfiguration
rotateCertificates: true
staticPodPath: /etc/kubernetes/manifests
`;
