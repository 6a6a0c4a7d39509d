import { goQuote } from '../../engine/index.ts';
import type { Context } from '../context.ts';
import { CommandError, asError, isNotFound, throwAll } from '../errors.ts';
import { fetchObject } from './fetch-objects.ts';
import { isList, isTable, withMetadata } from './object.ts';
import { QueryWords } from './query-words.ts';
import type { Info, ResourceQuery, Step } from './resource-query.ts';

/** The objects that a query names. Mistakes in its words are thrown by `open`. */
export class ResourceSet {
  /** Whether the words named one object, so that it is printed alone and not as a list. */
  singleItemImplied = false;
  private readonly context: Context;
  private readonly query: ResourceQuery;
  private readonly steps: () => Step;

  private constructor(context: Context, query: ResourceQuery, steps: () => Step) {
    this.context = context;
    this.query = query;
    this.steps = steps;
  }

  static async open(context: Context, query: ResourceQuery): Promise<ResourceSet> {
    const words = new QueryWords(context, query);
    const plan = await words.plan();
    const set = new ResourceSet(context, query, plan.steps);
    set.singleItemImplied = plan.singleItemImplied;
    return set;
  }

  /** Calls `act` with each object in turn; what goes wrong is thrown at the end, or at once unless told to go on. */
  async visit(act: (info: Info) => Promise<void> | void): Promise<void> {
    const errors: Error[] = [];
    for await (const step of this.steps()) {
      try {
        if (step instanceof Error) throw step;
        this.settleNamespace(step);
        if (this.query.requireObject !== false && step.object === undefined) await this.fetch(step);
        await act(step);
      } catch (error) {
        if (this.query.ignoreNotFound && isNotFound(error)) continue;
        if (!this.query.continueOnError) throw error;
        errors.push(asError(error));
      }
    }
    throwAll(errors);
  }

  /** All of them; with `errors` given, what goes wrong lands there. */
  async infos(errors?: Error[]): Promise<Info[]> {
    const infos: Info[] = [];
    try {
      await this.visit((info) => {
        infos.push(info);
      });
    } catch (error) {
      if (errors === undefined) throw error;
      errors.push(asError(error));
    }
    return infos;
  }

  private async fetch(info: Info): Promise<void> {
    info.object = await fetchObject(this.context, info, this.query);
  }

  private settleNamespace(info: Info): void {
    if (info.resource !== undefined && !info.resource.namespaced) {
      info.namespace = '';
      return;
    }
    if (info.resource === undefined && info.namespace === '') return;
    const namespace = this.query.allNamespaces ? '' : (this.query.namespace ?? this.context.namespace);
    if (info.namespace === '' && namespace !== '') {
      info.namespace = namespace;
      if (info.object !== undefined && !isTable(info.object) && !isList(info.object)) {
        info.object = withMetadata(info.object, { namespace });
      }
    }
    if (this.query.requireNamespace && info.namespace !== namespace && namespace !== '') {
      throw new CommandError(
        `the namespace from the provided object ${goQuote(info.namespace)} does not match the namespace ${goQuote(namespace)}. ` +
          `You must pass '--namespace=${info.namespace}' to perform this operation.`,
      );
    }
  }
}
