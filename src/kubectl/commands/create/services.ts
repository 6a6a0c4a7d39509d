import { goQuote, isDnsSubdomain, isPortName } from '../../../engine/index.ts';
import { services } from '../../api/known-resources.ts';
import type { AnyObject } from '../../api/object.ts';
import type { Command, Context } from '../../context.ts';
import { CommandError } from '../../errors.ts';
import { ordered } from '../../generate/pod.ts';
import { createGenerated, resourceOf } from './generator.ts';

function portsOf(context: Context): AnyObject[] {
  const nodePort = context.flags.has('node-port') ? context.flags.number('node-port') : 0;
  return context.flags.list('tcp').map((word) => {
    const { port, target } = parsePorts(word);
    const name = word.replaceAll(':', '-');
    return ordered({ name, protocol: 'TCP', port, targetPort: target, nodePort: nodePort || undefined });
  });
}

function parsePorts(word: string): { port: number; target: number | string } {
  const [first = '', second] = word.split(':');
  if (!/^\d+$/.test(first))
    throw new CommandError(`strconv.ParseUint: parsing ${goQuote(first)}: invalid syntax`);
  if (second === undefined) return { port: Number(first), target: Number(first) };
  if (/^\d+$/.test(second)) return { port: Number(first), target: Number(second) };
  const errors = isPortName(second);
  if (errors.length > 0) throw new CommandError(errors.join(','));
  return { port: Number(first), target: second };
}

function service(type: string, called: string): Command {
  return (context) =>
    createGenerated(context, (name) => {
      const { flags } = context;
      const clusterIP = flags.has('clusterip') ? flags.string('clusterip') : '';
      const externalName = flags.has('external-name') ? flags.string('external-name') : '';
      if (type === 'ExternalName') {
        const errors = isDnsSubdomain(externalName);
        if (errors.length > 0) throw new CommandError(`invalid service external name ${externalName}`);
      } else if (flags.list('tcp').length === 0 && clusterIP !== 'None') {
        throw new CommandError('at least one tcp port specifier must be provided');
      }
      if (clusterIP === 'None' && flags.list('tcp').length > 0 && type !== 'ClusterIP') {
        throw new CommandError('can not map ports with clusterip=None');
      }
      const labels = { app: name };
      const object: AnyObject = {
        kind: 'Service',
        apiVersion: 'v1',
        metadata: { name, labels },
        spec: ordered({ ports: portsOf(context), selector: labels, clusterIP, type, externalName }),
        status: { loadBalancer: {} },
      };
      return { resource: services, object, called: `${called} service` };
    });
}

/** `kubectl create service TYPE`. */
export const createClusterIp = service('ClusterIP', 'ClusterIP');
export const createNodePort = service('NodePort', 'NodePort');
export const createLoadBalancer = service('LoadBalancer', 'LoadBalancer');
export const createExternalName = service('ExternalName', 'ExternalName');

const ingresses = resourceOf('networking.k8s.io/v1', 'ingresses', 'Ingress');

function backend(text: string): AnyObject {
  const [name = '', port = ''] = text.split(':');
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

const rulePattern =
  /^(?<host>[\w*\-.]*)\/(?<path>[^=]*)=(?<service>[\w\-.]+:[\w-]+)(?<tls>(,tls)(=[\w\-.]+)?)?(,tls=.*)?$/;

/** `kubectl create ingress`. */
export const createIngress: Command = (context) =>
  createGenerated(context, (name) => {
    const { flags } = context;
    const byDefault = flags.string('default-backend');
    const rules = flags.list('rule');
    if (byDefault === '' && rules.length === 0) {
      throw new CommandError(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
      );
    }
    const hosts = new Map<string, AnyObject[]>();
    const tls: { hosts: string[]; secretName: string }[] = [];
    for (const rule of rules) {
      const groups = rulePattern.exec(rule)?.groups;
      if (groups === undefined) {
        throw new CommandError(
          `rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`,
        );
      }
      const host = groups['host'] ?? '';
      const path = `/${groups['path'] ?? ''}`;
      const entry = path.endsWith('*')
        ? { path: path.slice(0, -1), pathType: 'Prefix', backend: backend(groups['service'] ?? '') }
        : { path, pathType: 'Exact', backend: backend(groups['service'] ?? '') };
      hosts.set(host, [...(hosts.get(host) ?? []), entry]);
      const secretName = groups['tls']?.split('=')[1];
      if (groups['tls'] !== undefined) {
        const known = tls.find((each) => each.secretName === (secretName ?? ''));
        if (known !== undefined && !known.hosts.includes(host)) known.hosts.push(host);
        else if (known === undefined) tls.push({ hosts: [host], secretName: secretName ?? '' });
      }
    }
    const annotations = Object.fromEntries(
      flags.list('annotation').map((word) => {
        const equals = word.indexOf('=');
        if (equals <= 0)
          throw new CommandError(`annotation ${word} is invalid and should be in format key=[value]`);
        return [word.slice(0, equals), word.slice(equals + 1)];
      }),
    );
    const object: AnyObject = {
      kind: 'Ingress',
      apiVersion: 'networking.k8s.io/v1',
      metadata: ordered({ name, annotations: Object.keys(annotations).length > 0 ? annotations : undefined }),
      spec: ordered({
        ingressClassName: flags.string('class'),
        defaultBackend: byDefault === '' ? undefined : backend(byDefault),
        tls: tls.map((each) => ordered(each)),
        rules: [...hosts].map(([host, paths]) => ordered({ host, http: { paths } })),
      }),
      status: { loadBalancer: {} },
    };
    return { resource: ingresses, object, called: 'ingress' };
  });
