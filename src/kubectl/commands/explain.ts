import { goQuote, groupVersion } from '../../engine/index.ts';
import type { ApiResource } from '../api/discovery.ts';
import type { Context } from '../context.ts';
import { CommandError, isNotFound, NoResourceMatchError } from '../errors.ts';
import { Plaintext } from '../explain/plaintext.ts';
import { PlaintextOpenApiV2 } from '../explain/plaintext-openapiv2.ts';
import { SchemaDocument, type Schema } from '../explain/schema-document.ts';

/** `kubectl explain`. Models kubectl/pkg/cmd/explain (v1.36). */
export async function explain(context: Context): Promise<void> {
  const { args, flags } = context;
  const [what] = args;
  if (what === undefined) {
    throw new CommandError(
      'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
    );
  }
  if (args.length > 1) throw new CommandError('We accept only this format: explain RESOURCE\n');
  const apiVersion = flags.string('api-version');
  const output = flags.string('output');
  const recursive = flags.bool('recursive');
  const { resource, path } = await resourceAndPath(context, what, apiVersion === '');
  const asked = apiVersion === '' ? resource : { ...resource, ...parseApiVersion(apiVersion) };
  if (output !== 'plaintext' && output !== 'plaintext-openapiv2') {
    throw new CommandError(`unrecognized format: ${output}`);
  }
  const { document, schema } = await schemaOf(context, asked);
  if (output === 'plaintext-openapiv2') {
    context.out(new PlaintextOpenApiV2(document, recursive).text(asked, schema, path));
    return;
  }
  const plaintext = new Plaintext(document, recursive);
  context.out(plaintext.head(asked));
  context.out(plaintext.body(schema, path));
}

/** `deployments.apps.spec.replicas` is `spec.replicas` of `deployments.apps`: as many words as fit are the group's. */
async function resourceAndPath(
  { discovery }: Context,
  what: string,
  groupMayFollow: boolean,
): Promise<{ resource: ApiResource; path: readonly string[] }> {
  const [type = '', ...path] = what.replace(/\.$/, '').split('.');
  for (let words = groupMayFollow ? path.length : 0; words > 0; words--) {
    const group = path.slice(0, words).join('.');
    const resource = await discovery.find(`${type}.${group}`);
    if (resource?.group === group) return { resource, path: path.slice(words) };
  }
  const resource = await discovery.find(type);
  if (resource === undefined) throw new NoResourceMatchError(type);
  return { resource, path };
}

function parseApiVersion(apiVersion: string): { group: string; version: string } {
  const words = apiVersion.split('/');
  if (words.length > 2) throw new CommandError(`unexpected GroupVersion string: ${apiVersion}`);
  const [version = '', group = ''] = words.toReversed();
  return { group, version };
}

async function schemaOf(
  context: Context,
  resource: ApiResource,
): Promise<{ document: SchemaDocument; schema: Schema }> {
  const { group, version, kind } = resource;
  const name = `${group === '' ? 'api' : 'apis'}/${groupVersion(resource)}`;
  let document: SchemaDocument;
  try {
    document = new SchemaDocument(await context.client.request('GET', `/openapi/v3/${name}`));
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const missing = `${group}/${version}, Resource=${resource.resource}`;
    throw new CommandError(`couldn't find resource for ${goQuote(missing)}`);
  }
  const schema = document.ofKind(resource);
  if (schema !== undefined) return { document, schema };
  const text = `map[group:${group} kind:${kind} version:${version}]`;
  throw new CommandError(`GVK ${text} not found in OpenAPI schema`);
}
