/**
 * What a kube-apiserver writes about itself, so that the Service `kubernetes` leads to it. `ip` is
 * where it is reached. Models pkg/controlplane/reconcilers.EndpointsAdapter (v1.36).
 */
export function kubernetesEndpoints(ip: string): { readonly path: string; readonly object: object }[] {
  const ports = [{ name: 'https', port: 6443, protocol: 'TCP' }];
  return [
    {
      path: '/api/v1/namespaces/default/endpoints',
      object: {
        apiVersion: 'v1',
        kind: 'Endpoints',
        // The mirroring controller would make a slice of its own.
        metadata: { name: 'kubernetes', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
        subsets: [{ addresses: [{ ip }], ports }],
      },
    },
    {
      path: '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
      object: {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: 'kubernetes', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
        addressType: 'IPv4',
        endpoints: [{ addresses: [ip], conditions: { ready: true } }],
        ports,
      },
    },
  ];
}
