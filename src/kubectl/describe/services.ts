import type { Endpoints, EndpointSlice, Ingress, IngressClass, Service } from '../../engine/index.ts';
import { endpointSlices, services } from '../api/known-resources.ts';
import { asError } from '../errors.ts';
import { compareStrings } from '../go/sort.ts';
import { writeEvents, type DescribeRequest } from './describer.ts';
import { inlineLabels, type DescribeWriter } from './writer.ts';

function slicesOf(request: DescribeRequest, namespace: string, service: string): Promise<EndpointSlice[]> {
  return request.list<EndpointSlice>(endpointSlices, {
    namespace,
    labelSelector: `kubernetes.io/service-name=${service}`,
    unlimited: true,
  });
}

const mostEndpoints = 3;

/** `10.0.0.1:80,10.0.0.2:80 + 3 more...`. Models describe.formatEndpointSlices (v1.36). */
function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const shown: string[] = [];
  let count = 0;
  let more = false;
  const add = (slice: EndpointSlice, port: number | undefined): void => {
    for (const endpoint of slice.endpoints ?? []) {
      if (shown.length === mostEndpoints) more = true;
      if (endpoint.conditions?.ready === false) continue;
      const address = endpoint.addresses[0] ?? '';
      if (!more)
        shown.push(
          port === undefined ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`,
        );
      count++;
    }
  };
  for (const slice of slices) {
    const ports = slice.ports ?? [];
    if (ports.length === 0) add(slice, undefined);
    for (const port of ports) if ((port.name ?? '') === portName) add(slice, port.port ?? 0);
  }
  return more ? `${shown.join(',')} + ${count - mostEndpoints} more...` : shown.join(',');
}

/** Models describe.describeService (v1.36). */
export async function describeService(service: Service, request: DescribeRequest): Promise<string> {
  const { metadata, spec, status } = service;
  const slices = await slicesOf(request, metadata.namespace ?? '', metadata.name).catch(
    (): EndpointSlice[] => [],
  );
  const events = await request.eventsOf(service);
  const w = request.writer();
  const line = (title: string, text: string): void => w.write(0, `${title}:\t${text}\n`);
  const list = (title: string, items: readonly string[] | null | undefined): void => {
    if (items && items.length > 0) line(title, items.join(','));
  };
  line('Name', metadata.name);
  line('Namespace', metadata.namespace ?? '');
  w.labels('Labels', metadata.labels);
  w.annotations('Annotations', metadata.annotations);
  line('Selector', inlineLabels(spec?.selector));
  line('Type', spec?.type ?? '');
  if (spec?.ipFamilyPolicy) line('IP Family Policy', spec.ipFamilyPolicy);
  line('IP Families', (spec?.ipFamilies ?? []).join(',') || '<none>');
  line('IP', spec?.clusterIP ?? '');
  line('IPs', (spec?.clusterIPs ?? []).join(',') || '<none>');
  list('External IPs', spec?.externalIPs);
  if (spec?.loadBalancerIP) line('Desired LoadBalancer IP', spec.loadBalancerIP);
  if (spec?.externalName) line('External Name', spec.externalName);
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (ingress.length > 0) {
    const texts = ingress.map(({ ip, ipMode, hostname }) =>
      ip ? ip + (ipMode ? ` (${ipMode})` : '') : (hostname ?? ''),
    );
    line('LoadBalancer Ingress', texts.join(', '));
  }
  for (const port of spec?.ports ?? []) {
    const name = port.name || '<unset>';
    line('Port', `${name}\t${port.port}/${port.protocol}`);
    line('TargetPort', `${port.targetPort ?? 0}/${port.protocol}`);
    if (port.appProtocol) line('AppProtocol', port.appProtocol);
    if (port.nodePort) line('NodePort', `${name}\t${port.nodePort}/${port.protocol}`);
    line('Endpoints', endpointsText(slices, port.name ?? ''));
  }
  line('Session Affinity', spec?.sessionAffinity ?? '');
  if (spec?.externalTrafficPolicy) line('External Traffic Policy', spec.externalTrafficPolicy);
  if (spec?.internalTrafficPolicy) line('Internal Traffic Policy', spec.internalTrafficPolicy);
  if (spec?.healthCheckNodePort) line('HealthCheck NodePort', String(spec.healthCheckNodePort));
  list('LoadBalancer Source Ranges', spec?.loadBalancerSourceRanges);
  if (spec?.trafficDistribution) line('Traffic Distribution', spec.trafficDistribution);
  writeEvents(w, events);
  return w.finish();
}

/** Models describe.describeEndpoints (v1.36). */
export async function describeEndpoints(endpoints: Endpoints, request: DescribeRequest): Promise<string> {
  const events = await request.eventsOf(endpoints);
  const w = request.writer();
  writeHead(w, endpoints);
  w.write(0, 'Subsets:\n');
  for (const { addresses, notReadyAddresses, ports } of endpoints.subsets ?? []) {
    w.write(1, `Addresses:\t${(addresses ?? []).map(({ ip }) => ip).join(',') || '<none>'}\n`);
    w.write(
      1,
      `NotReadyAddresses:\t${(notReadyAddresses ?? []).map(({ ip }) => ip).join(',') || '<none>'}\n`,
    );
    if (ports && ports.length > 0) {
      w.write(1, 'Ports:\n');
      w.write(2, 'Name\tPort\tProtocol\n');
      w.write(2, '----\t----\t--------\n');
      for (const { name, port, protocol } of ports)
        w.write(2, `${name || '<unset>'}\t${port}\t${protocol}\n`);
    }
    w.write(0, '\n');
  }
  writeEvents(w, events);
  return w.finish();
}

function writeHead(w: DescribeWriter, object: Endpoints | EndpointSlice): void {
  w.write(0, `Name:\t${object.metadata.name}\n`);
  w.write(0, `Namespace:\t${object.metadata.namespace}\n`);
  w.labels('Labels', object.metadata.labels);
  w.annotations('Annotations', object.metadata.annotations);
}

/** Models describe.describeEndpointSliceV1 (v1.36). */
export async function describeEndpointSlice(slice: EndpointSlice, request: DescribeRequest): Promise<string> {
  const events = await request.eventsOf(slice);
  const w = request.writer();
  writeHead(w, slice);
  w.write(0, `AddressType:\t${slice.addressType}\n`);
  const ports = slice.ports ?? [];
  if (ports.length === 0) {
    w.write(0, 'Ports: <unset>\n');
  } else {
    w.write(0, 'Ports:\n');
    w.write(1, 'Name\tPort\tProtocol\n');
    w.write(1, '----\t----\t--------\n');
    for (const { name, port, protocol } of ports)
      w.write(1, `${name || '<unset>'}\t${port ?? '<unset>'}\t${protocol}\n`);
  }
  const list = slice.endpoints ?? [];
  w.write(0, list.length === 0 ? 'Endpoints: <none>\n' : 'Endpoints:\n');
  for (const endpoint of list) {
    w.write(1, `- Addresses:\t${endpoint.addresses.join(', ') || '<none>'}\n`);
    w.write(2, 'Conditions:\n');
    w.write(3, `Ready:\t${endpoint.conditions?.ready ?? '<unset>'}\n`);
    w.write(2, `Hostname:\t${endpoint.hostname ?? '<unset>'}\n`);
    const { targetRef } = endpoint;
    if (targetRef) w.write(2, `TargetRef:\t${targetRef.kind}/${targetRef.name}\n`);
    w.write(2, `NodeName:\t${endpoint.nodeName ?? '<unset>'}\n`);
    w.write(2, `Zone:\t${endpoint.zone ?? '<unset>'}\n`);
  }
  writeEvents(w, events);
  return w.finish();
}

interface Backend {
  readonly service?: {
    readonly name: string;
    readonly port?: { readonly number?: number; readonly name?: string };
  } | null;
  readonly resource?: {
    readonly apiGroup?: string | null;
    readonly kind: string;
    readonly name: string;
  } | null;
}

/** Models describe.describeIngressV1 (v1.36). */
export async function describeIngress(ingress: Ingress, request: DescribeRequest): Promise<string> {
  const events = await request.eventsOf(ingress);
  const { metadata, spec, status } = ingress;
  const namespace = metadata.namespace ?? '';
  const w = request.writer();
  w.write(0, `Name:\t${metadata.name}\n`);
  w.labels('Labels', metadata.labels);
  w.write(0, `Namespace:\t${namespace}\n`);
  const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '');
  w.write(0, `Address:\t${[...new Set(addresses)].sort(compareStrings).join(',')}\n`);
  w.write(0, `Ingress Class:\t${spec?.ingressClassName ?? '<none>'}\n`);
  const byDefault = spec?.defaultBackend
    ? await backendText(request, namespace, spec.defaultBackend)
    : '<default>';
  w.write(0, `Default backend:\t${byDefault}\n`);
  if (spec?.tls && spec.tls.length > 0) {
    w.write(0, 'TLS:\n');
    for (const { secretName, hosts } of spec.tls) {
      const names = (hosts ?? []).join(',');
      w.write(1, secretName ? `${secretName} terminates ${names}\n` : `SNI routes ${names}\n`);
    }
  }
  w.write(0, 'Rules:\n  Host\tPath\tBackends\n');
  w.write(1, '----\t----\t--------\n');
  const rules = (spec?.rules ?? []).filter((rule) => rule.http);
  for (const { host, http } of rules) {
    w.write(1, `${host || '*'}\t\n`);
    for (const { path, backend } of http?.paths ?? []) {
      w.write(2, `\t${path ?? ''} \t${await backendText(request, namespace, backend)}\n`);
    }
  }
  if (rules.length === 0) w.write(1, `*\t*\t${byDefault}\n`);
  w.annotations('Annotations', metadata.annotations);
  writeEvents(w, events);
  return w.finish();
}

async function backendText(request: DescribeRequest, namespace: string, backend: Backend): Promise<string> {
  const { service, resource } = backend;
  if (service) {
    const text = `${service.name}:${service.port?.number || service.port?.name || ''}`;
    try {
      const slices = await slicesOf(request, namespace, service.name);
      const found = await request.get<Service>(services, { namespace, name: service.name });
      const port = found.spec?.ports?.find(({ port: number, name }) =>
        service.port?.number ? service.port.number === number : service.port?.name === name,
      );
      return `${text} (${endpointsText(slices, port?.name ?? '')})`;
    } catch (error) {
      return `${text} (<error: ${asError(error).message}>)`;
    }
  }
  if (resource)
    return `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`;
  return '';
}

/** Models describe.describeIngressClassV1 (v1.36). */
export async function describeIngressClass(
  ingressClass: IngressClass,
  request: DescribeRequest,
): Promise<string> {
  const events = await request.eventsOf(ingressClass);
  const w = request.writer();
  w.write(0, `Name:\t${ingressClass.metadata.name}\n`);
  w.labels('Labels', ingressClass.metadata.labels);
  w.annotations('Annotations', ingressClass.metadata.annotations);
  w.write(0, `Controller:\t${ingressClass.spec?.controller ?? ''}\n`);
  const parameters = ingressClass.spec?.parameters;
  if (parameters) {
    w.write(0, 'Parameters:\n');
    if (parameters.apiGroup) w.write(1, `APIGroup:\t${parameters.apiGroup}\n`);
    w.write(1, `Kind:\t${parameters.kind}\n`);
    w.write(1, `Name:\t${parameters.name}\n`);
  }
  writeEvents(w, events);
  return w.finish();
}
