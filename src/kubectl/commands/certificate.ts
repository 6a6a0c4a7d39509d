import { formatTime, goQuote } from '../../engine/index.ts';
import { textAt, type AnyObject } from '../api/object.ts';
import { ResourceSet } from '../api/resource-set.ts';
import { Writer } from '../api/writer.ts';
import type { Command } from '../context.ts';
import { CommandError } from '../errors.ts';
import { objectPrinter } from '../print/output.ts';
import { conditionsOf } from '../pods/attachable-pod.ts';

/** `kubectl certificate approve` and `deny`. Models kubectl/pkg/cmd/certificates (v1.36). */
function decide(type: 'Approved' | 'Denied', reason: string, verb: string): Command {
  const operation = type.toLowerCase();
  const other = type === 'Approved' ? 'Denied' : 'Approved';
  return async (context) => {
    const { args, flags, environment } = context;
    if (args.length === 0 && flags.list('filename').length === 0 && flags.string('kustomize') === '') {
      throw new CommandError('one or more CSRs must be specified as <name> or -f <filename>');
    }
    const print = objectPrinter(context, { operation });
    const set = await ResourceSet.open(context, {
      args: args.map((name) => `certificatesigningrequests/${name}`),
      filenames: flags.list('filename'),
      kustomize: flags.string('kustomize'),
      recursive: flags.bool('recursive'),
      continueOnError: true,
      flatten: true,
      latest: true,
    });
    const writer = new Writer(context, { subresource: 'approval' });
    let found = 0;
    await set.visit(async (info) => {
      found++;
      const object = info.object as AnyObject;
      const conditions = conditionsOf(object);
      if (conditions.some((condition) => textAt(condition, 'type') === other)) {
        throw new CommandError(`certificate signing request ${goQuote(info.name)} is already ${other}`);
      }
      const decided = conditions.some((condition) => textAt(condition, 'type') === type);
      if (decided && !flags.bool('force')) {
        context.out(print(object));
        return;
      }
      const now = formatTime(environment.now());
      const condition = {
        type,
        status: 'True',
        reason,
        message: `This CSR was ${operation} by kubectl certificate ${verb}.`,
        lastUpdateTime: now,
      };
      const status = {
        ...(object['status'] as object | undefined),
        conditions: [...conditions.filter((each) => textAt(each, 'type') !== type), condition],
      };
      context.out(print(await writer.replace(info, { ...object, status })));
    });
    if (found === 0) context.out('No resources found\n');
  };
}

export const approve = decide('Approved', 'KubectlApprove', 'approve');
export const deny = decide('Denied', 'KubectlDeny', 'deny');
