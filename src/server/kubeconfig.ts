/** A kubeconfig with which kubectl talks to a server at `address`. */
export function kubeconfig(address: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: podyard
  cluster:
    server: ${address}
contexts:
- name: podyard
  context:
    cluster: podyard
    user: kubernetes-admin
current-context: podyard
users:
- name: kubernetes-admin
  user: {}
`;
}
