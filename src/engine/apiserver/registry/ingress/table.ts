import type { Ingress } from '../../../api/types.ts';
import { nameColumn, ageColumn, ageOf, none } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Class',
    type: 'string',
    description: 'The name of the IngressClass resource that should be used for additional configuration',
  },
  {
    name: 'Hosts',
    type: 'string',
    description: 'Hosts that incoming requests are matched against before the ingress rule',
  },
  {
    name: 'Address',
    type: 'string',
    description: 'Address is a list containing ingress points for the load-balancer',
  },
  { name: 'Ports', type: 'string', description: 'Ports of TLS configurations that open' },
  ageColumn,
];

function hostsCell(ingress: Ingress): string {
  const hosts = (ingress.spec?.rules ?? []).slice(0, 4).flatMap(({ host }) => (host ? [host] : []));
  if (hosts.length === 0) return '*';
  return hosts.length > 3
    ? `${hosts.slice(0, 3).join(',')} + ${(ingress.spec?.rules?.length ?? 0) - 3} more...`
    : hosts.join(',');
}

function addressCell(ingress: Ingress): string {
  const addresses = (ingress.status?.loadBalancer?.ingress ?? []).map(
    ({ ip, hostname }) => ip || hostname || '',
  );
  return [...new Set(addresses.filter((address) => address !== ''))].toSorted().join(',');
}

/** The columns of `kubectl get`. Models printers.printIngress (v1.36). */
export const ingressTable: TableConvertor<Ingress> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    object.spec?.ingressClassName ?? none,
    hostsCell(object),
    addressCell(object),
    object.spec?.tls?.length ? '80, 443' : '80',
    ageOf(object, nowMs),
  ],
};
