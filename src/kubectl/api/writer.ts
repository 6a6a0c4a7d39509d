import { goQuote, resourcePath } from '../../engine/index.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../errors.ts';
import { parseBool } from '../command-line/flag-set.ts';
import { recorded } from '../patch/change-cause.ts';
import { mapAt, textAt, withMetadata, type AnyObject } from './object.ts';
import type { ApiResource } from './discovery.ts';
import type { Info } from './resource-query.ts';

export type DryRun = 'none' | 'client' | 'server';

/** What `--dry-run` asks for. Models cmd/util.GetDryRunStrategy (v1.36). */
export function dryRunOf(context: Context): DryRun {
  if (!context.flags.has('dry-run')) return 'none';
  const value = context.flags.string('dry-run');
  if (value === 'none' || value === 'client' || value === 'server') return value;
  if (value === 'unchanged') {
    context.err(
      klogWarning(
        context,
        'helpers.go:719',
        '--dry-run is deprecated and can be replaced with --dry-run=client.',
      ),
    );
    return 'client';
  }
  const bool = parseBool(value);
  if (bool === undefined) {
    throw new CommandError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
  }
  const strategy = bool ? 'client' : 'none';
  context.err(
    klogWarning(
      context,
      bool ? 'helpers.go:735' : 'helpers.go:738',
      `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${strategy}.`,
    ),
  );
  return strategy;
}

/** A line as klog writes it to stderr. */
export function klogWarning(context: Context, place: string, text: string): string {
  const time = new Date(context.environment.now()).toISOString();
  return `W${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 23)}000       1 ${place}] ${text}\n`;
}

/** `created`, `created (dry run)`, `created (server dry run)`. */
export function dryRunSuffix(operation: string, dryRun: DryRun): string {
  if (dryRun === 'none') return operation;
  return `${operation} (${dryRun === 'client' ? 'dry run' : 'server dry run'})`;
}

/** What `--validate` asks for. Models cmd/util.GetValidationDirective (v1.36). */
export function fieldValidationOf(context: Context): string | undefined {
  if (!context.flags.has('validate')) return undefined;
  const value = context.flags.string('validate');
  const bool = parseBool(value);
  if (bool !== undefined) return bool ? 'Strict' : 'Ignore';
  const directive = { strict: 'Strict', warn: 'Warn', ignore: 'Ignore' }[value];
  if (directive === undefined) {
    throw new CommandError(
      `invalid - validate option ${goQuote(value)}; must be one of: strict (or true), warn, ignore (or false)`,
    );
  }
  return directive;
}

export interface WriteOptions {
  readonly dryRun?: DryRun;
  readonly fieldManager?: string;
  readonly fieldValidation?: string;
  readonly subresource?: string;
  readonly force?: boolean;
}

export const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/** Changes objects of the server. Models cli-runtime/pkg/resource.Helper (v1.36). */
export class Writer {
  private readonly context: Context;
  private readonly options: WriteOptions;

  constructor(context: Context, options: WriteOptions = {}) {
    this.context = context;
    this.options = options;
  }

  async create(info: Info, object: AnyObject): Promise<AnyObject> {
    const resource = info.resource as ApiResource;
    const body = withMetadata(recorded(this.context, object), { resourceVersion: undefined });
    const path = resourcePath(resource, { namespace: info.namespace });
    return (await this.context.client.request('POST', path, { body, query: this.query() })) as AnyObject;
  }

  async patch(
    info: Info,
    type: keyof typeof patchTypes,
    body: object | string,
    force?: boolean,
  ): Promise<AnyObject> {
    const query = { ...this.query(), force };
    const merges = typeof body === 'object' && (type === 'merge' || type === 'strategic');
    return (await this.context.client.request('PATCH', this.path(info), {
      body: merges ? recorded(this.context, body as AnyObject) : body,
      query,
      contentType: patchTypes[type],
    })) as AnyObject;
  }

  /** Replaces an object; without a version it takes the newest one's, as kubectl does. */
  async replace(info: Info, object: AnyObject): Promise<AnyObject> {
    let body = recorded(this.context, object);
    if (textAt(object, 'metadata', 'resourceVersion') === '') {
      const current = (await this.context.client.request('GET', this.path(info))) as AnyObject;
      body = withMetadata(body, { resourceVersion: mapAt(current, 'metadata')['resourceVersion'] });
    }
    return (await this.context.client.request('PUT', this.path(info), {
      body,
      query: this.query(),
    })) as AnyObject;
  }

  async delete(info: Info, options: object): Promise<AnyObject> {
    const dryRun = this.options.dryRun === 'server' ? { dryRun: ['All'] } : {};
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', ...options, ...dryRun };
    return (await this.context.client.request('DELETE', this.path(info), { body })) as AnyObject;
  }

  private path(info: Info): string {
    const { subresource } = this.options;
    return resourcePath(info.resource as ApiResource, {
      namespace: info.namespace,
      name: info.name,
      subresource: subresource || undefined,
    });
  }

  private query(): Record<string, string | undefined> {
    const { dryRun, fieldManager, fieldValidation } = this.options;
    return { dryRun: dryRun === 'server' ? 'All' : undefined, fieldManager, fieldValidation };
  }
}
