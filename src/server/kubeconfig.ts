export interface KubeconfigOptions {
  /** `http://127.0.0.1:7001`. */
  readonly address: string;
  /** The administrator's, where the server asks for it. */
  readonly token?: string;
  /** The certificate to trust, as PEM. */
  readonly certificate?: string;
}

/** A kubeconfig with which kubectl talks to a server at `address`. */
export function kubeconfig({ address, token, certificate }: KubeconfigOptions): string {
  const authority =
    certificate === undefined
      ? ''
      : `\n    certificate-authority-data: ${Buffer.from(certificate).toString('base64')}`;
  return `apiVersion: v1
kind: Config
clusters:
- name: podyard
  cluster:
    server: ${address}${authority}
contexts:
- name: podyard
  context:
    cluster: podyard
    user: kubernetes-admin
current-context: podyard
users:
- name: kubernetes-admin
  user: ${token === undefined ? '{}' : `\n    token: ${token}`}
`;
}
