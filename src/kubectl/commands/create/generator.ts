import { type Resource, resourcePath } from '../../../engine/index.ts';
import { withMetadata, type AnyObject } from '../../api/object.ts';
import { dryRunOf, dryRunSuffix, fieldValidationOf } from '../../api/writer.ts';
import type { Context } from '../../context.ts';
import { asError, CommandError } from '../../errors.ts';
import { withLastApplied } from '../../patch/last-applied.ts';
import { objectPrinter } from '../../print/output.ts';

/** An object made from a command line, and where it goes. */
export interface Generated {
  readonly resource: Resource;
  readonly object: AnyObject;
  /** `deployment`: what the error says could not be created; without it the server's own words stand. */
  readonly called?: string;
}

/** Prints and creates what a generator makes. Models the shape of kubectl/pkg/cmd/create (v1.36). */
export async function createGenerated(
  context: Context,
  generate: (name: string) => Promise<Generated> | Generated,
): Promise<void> {
  const { args, flags } = context;
  const count = flags.argumentsBeforeDash >= 0 ? flags.argumentsBeforeDash : args.length;
  if (count !== 1) throw context.usageError(`exactly one NAME is required, got ${count}`);
  const dryRun = dryRunOf(context);
  const fieldValidation = fieldValidationOf(context);
  const print = objectPrinter(context, {
    operation: dryRunSuffix('created', dryRun),
    typed: dryRun === 'client',
  });
  const { resource, object: bare, called } = await generate(args[0] as string);
  const namespaced = resource.namespaced && context.namespaceIsExplicit;
  let object = namespaced ? withNamespace(bare, context.namespace) : bare;
  if (flags.has('save-config') && flags.bool('save-config')) object = withLastApplied(object);
  if (dryRun !== 'client') {
    try {
      object = (await context.client.request(
        'POST',
        resourcePath(resource, { namespace: context.namespace }),
        {
          body: resource.namespaced ? withMetadata(object, { namespace: context.namespace }) : object,
          query: {
            dryRun: dryRun === 'server' ? 'All' : undefined,
            fieldManager: flags.string('field-manager'),
            fieldValidation,
          },
        },
      )) as AnyObject;
    } catch (error) {
      throw called === undefined
        ? error
        : new CommandError(`failed to create ${called}: ${asError(error).message}`);
    }
  }
  context.out(print(object));
}

function withNamespace(object: AnyObject, namespace: string): AnyObject {
  const { name, ...metadata } = object['metadata'] as AnyObject;
  return { ...object, metadata: { name, namespace, ...metadata } };
}

/** A resource of a group, by what generators need of it. */
export function resourceOf(apiVersion: string, resource: string, kind: string, namespaced = true): Resource {
  const slash = apiVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    resource,
    kind,
    namespaced,
  };
}
