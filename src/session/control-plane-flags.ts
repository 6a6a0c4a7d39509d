import { admissionPlugins, parseIpv4Range, type ClusterOptions } from '../engine/index.ts';
import type { ControlPlaneFlags, StaticToken } from './recording.ts';
import { isRecord } from './shape.ts';

/** Webhooks are configured by nobody here, so their plugins may be named and change nothing. */
const idlePlugins = ['MutatingAdmissionWebhook', 'ValidatingAdmissionWebhook'];

/** Room for the API's own Service, the DNS, and a few more. */
const leastServices = 16;
const mostTokens = 1_000;
const longestText = 1_000;

type Check = (value: unknown) => string | undefined;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= longestText;
const areTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

/** What is wrong with each flag, as its command line says it. */
const checks: Readonly<Record<keyof ControlPlaneFlags, Check>> = {
  disableAdmissionPlugins(value) {
    if (!areTexts(value)) return '--disable-admission-plugins must be a list of names';
    const known = new Set([...admissionPlugins.map(({ name }) => name), ...idlePlugins]);
    const unknown = value.find((name) => !known.has(name));
    return unknown === undefined
      ? undefined
      : `--disable-admission-plugins: there is no plugin "${unknown.slice(0, 60)}"`;
  },
  authorizationMode: (value) =>
    value === 'AlwaysAllow'
      ? undefined
      : `--authorization-mode must be AlwaysAllow or Node,RBAC, not ${JSON.stringify(value)}`,
  serviceClusterIpRange(value) {
    const range = isText(value) ? parseIpv4Range(value) : undefined;
    return range !== undefined && range.size >= leastServices
      ? undefined
      : `--service-cluster-ip-range must be an IPv4 range of /28 or larger, not ${JSON.stringify(value)}`;
  },
  tokens(value) {
    const good =
      Array.isArray(value) &&
      value.length <= mostTokens &&
      value.every(
        (each) =>
          isRecord(each) &&
          isText(each.token) &&
          isText(each.name) &&
          isText(each.uid) &&
          areTexts(each.groups),
      );
    return good ? undefined : '--token-auth-file: a line needs at least a token, a user name and a uid';
  },
  allocateNodeCidrs: (value) => (value === false ? undefined : '--allocate-node-cidrs must be true or false'),
};

/** The flags, made of checked parts alone; undefined for none. Or a sentence that says what is wrong. */
export function checkControlPlaneFlags(value: unknown): ControlPlaneFlags | string | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value)) return 'must be flags by their names';
  const given = Object.keys(checks).filter((name) => value[name] !== undefined) as (keyof typeof checks)[];
  for (const name of given) {
    const problem = checks[name](value[name]);
    if (problem !== undefined) return problem;
  }
  if (given.length === 0) return undefined;
  return Object.fromEntries(given.map((name) => [name, value[name]])) as ControlPlaneFlags;
}

/** What the flags make of a cluster. */
export function clusterOptionsOf(
  flags: ControlPlaneFlags | undefined,
): Pick<ClusterOptions, 'apiServer' | 'allocateNodeCidrs'> {
  if (flags === undefined) return {};
  const { disableAdmissionPlugins, authorizationMode, serviceClusterIpRange, tokens } = flags;
  return {
    allocateNodeCidrs: flags.allocateNodeCidrs,
    apiServer: {
      disabledAdmissionPlugins: disableAdmissionPlugins,
      authorizationMode,
      serviceRange: serviceClusterIpRange === undefined ? undefined : parseIpv4Range(serviceClusterIpRange),
      staticTokens: tokens && new Map(tokens.map((each) => [each.token, userOf(each)])),
    },
  };
}

function userOf({ name, uid, groups }: StaticToken) {
  return { name, uid, groups: [...groups, 'system:authenticated'] };
}
