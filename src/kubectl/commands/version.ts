import type { AnyObject } from '../api/object.ts';
import { textAt } from '../api/object.ts';
import type { Context } from '../context.ts';
import { asError, CommandError } from '../errors.ts';
import { marshalJson } from '../go/json.ts';
import { goYaml } from '../go/yaml.ts';

/** What this kubectl is. */
const clientVersion = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.3',
  gitCommit: '$Format:%H$',
  gitTreeState: 'clean',
  buildDate: '2026-09-01T00:00:00Z',
  goVersion: 'go1.26.8',
  compiler: 'gc',
  platform: 'linux/amd64',
} as const;

const kustomizeVersion = 'v5.8.1';

/** `kubectl version`. Models kubectl/pkg/cmd/version (v1.36). */
export async function version(context: Context): Promise<void> {
  const { args, flags } = context;
  if (args.length > 0) throw new CommandError(`extra arguments: [${args.join(' ')}]`);
  const output = flags.string('output');
  if (!['', 'yaml', 'json'].includes(output)) throw new CommandError("--output must be 'yaml' or 'json'");
  let server: AnyObject | undefined;
  let failure: Error | undefined;
  if (!flags.bool('client')) {
    try {
      server = (await context.client.request('GET', '/version')) as AnyObject;
    } catch (error) {
      failure = asError(error);
    }
  }
  const all = { clientVersion, kustomizeVersion, ...(server === undefined ? {} : { serverVersion: server }) };
  if (output === 'yaml') context.out(`${goYaml(all)}\n`);
  else if (output === 'json') context.out(`${marshalJson(all, '  ', false)}\n`);
  else {
    context.out(`Client Version: ${clientVersion.gitVersion}\nKustomize Version: ${kustomizeVersion}\n`);
    if (server !== undefined) context.out(`Server Version: ${textAt(server, 'gitVersion')}\n`);
  }
  if (failure !== undefined) throw failure;
  warnOfSkew(context, server);
}

function warnOfSkew(context: Context, server: AnyObject | undefined): void {
  const minor = Number.parseInt(textAt(server, 'minor'), 10);
  if (Number.isNaN(minor) || Math.abs(minor - Number(clientVersion.minor)) <= 1) return;
  context.err(
    `WARNING: version difference between client (1.${clientVersion.minor}) and server (${textAt(server, 'major')}.${minor}) exceeds the supported minor version skew of +/-1\n`,
  );
}
