import type { Machine } from '../machine/machine.ts';
import { certificateText } from './certificate.ts';
import { controlPlaneManifests, type ControlPlane } from './manifests.ts';

const caFile = '/etc/kubernetes/pki/ca.crt';

/** What kubeadm leaves on every machine that it joins. */
export function writeNodeFiles(machine: Machine, server: string, atMs: number): void {
  const { files, name } = machine;
  const write = (path: string, text: string): void => void files.write(path, text, atMs);
  write('/etc/hostname', `${name}\n`);
  write('/etc/os-release', osRelease);
  write('/etc/kubernetes/kubelet.conf', kubeconfig(server, `system:node:${name}`));
  write('/var/lib/kubelet/config.yaml', kubeletConfig);
  write(caFile, certificateText('kubernetes-ca'));
  files.makeFolder('/etc/kubernetes/manifests');
  files.makeFolder('/etc/systemd/system');
  files.makeFolder('/root');
  files.makeFolder('/tmp');
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

const credentials = [
  ['admin.conf', 'kubernetes-admin'],
  ['controller-manager.conf', 'system:kube-controller-manager'],
  ['scheduler.conf', 'system:kube-scheduler'],
] as const;

function kubeconfig(server: string, user: string): string {
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

const kubeletConfig = `apiVersion: kubelet.config.k8s.io/v1beta1
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
