import type { CronJob } from '../../../engine/index.ts';
import { cronJobs, deployments, jobs } from '../../api/known-resources.ts';
import { textAt, type AnyObject } from '../../api/object.ts';
import { ResourceSet } from '../../api/resource-set.ts';
import type { Command, Context } from '../../context.ts';
import { CommandError } from '../../errors.ts';
import { ordered } from '../../generate/pod.ts';
import { createGenerated } from './generator.ts';

/** `nginx:1.25` → `nginx`: a container called after its image. */
function containerName(image: string): string {
  const last = image.split('/').at(-1) as string;
  return last.split(':')[0]?.split('@')[0]?.replaceAll('_', '-').toLowerCase() ?? last;
}

function commandWords(context: Context): string[] {
  return context.args.slice(1);
}

/** `kubectl create deployment`. */
export const createDeployment: Command = (context) =>
  createGenerated(context, (name) => {
    const { flags } = context;
    const images = flags.list('image');
    const words = commandWords(context);
    if (images.length > 1 && words.length > 0) {
      throw new CommandError('cannot specify multiple --image options and command');
    }
    if (flags.number('replicas') < 0) {
      throw new CommandError(
        `error: expected --replicas to be greater than or equal to 0, got ${flags.number('replicas')}`,
      );
    }
    const labels = { app: name };
    const port = flags.number('port');
    const containers = images.map((image) =>
      ordered({ name: containerName(image), image, command: words, resources: {} }),
    );
    const [first] = containers;
    if (port >= 0 && first !== undefined) {
      const { resources, ...head } = first;
      containers[0] = { ...head, ports: [{ containerPort: port }], resources };
    }
    const object: AnyObject = {
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name, labels },
      spec: {
        replicas: flags.number('replicas'),
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
        strategy: {},
      },
      status: {},
    };
    return { resource: deployments, object, called: 'deployment' };
  });

function podTemplate(context: Context, name: string, restartPolicy: string): AnyObject {
  const container = ordered({
    name,
    image: context.flags.string('image'),
    command: commandWords(context),
    resources: {},
  });
  return { metadata: {}, spec: { containers: [container], restartPolicy } };
}

/** `kubectl create job`. */
export const createJob: Command = (context) =>
  createGenerated(context, async (name) => {
    const image = context.flags.string('image');
    const from = context.flags.string('from');
    if ((image === '') === (from === '')) {
      throw new CommandError('either --image or --from must be specified');
    }
    if (from !== '' && commandWords(context).length > 0)
      throw new CommandError('cannot specify --from and command');
    const object: AnyObject =
      from === ''
        ? {
            kind: 'Job',
            apiVersion: 'batch/v1',
            metadata: { name },
            spec: { template: podTemplate(context, name, 'Never') },
            status: {},
          }
        : await jobFrom(context, name, from);
    return { resource: jobs, object, called: 'job' };
  });

async function jobFrom(context: Context, name: string, from: string): Promise<AnyObject> {
  const set = await ResourceSet.open(context, { args: [from], namespace: context.namespace });
  const infos = await set.infos();
  if (infos.length !== 1) throw new CommandError('from must be an existing cronjob');
  const object = infos[0]?.object;
  if (textAt(object, 'kind') !== 'CronJob') throw new CommandError('from must be an existing cronjob');
  const cronJob = object as unknown as CronJob;
  const template = cronJob.spec.jobTemplate;
  return {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: ordered({
      name,
      labels: template.metadata?.labels,
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...template.metadata?.annotations },
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name: cronJob.metadata.name,
          uid: cronJob.metadata.uid,
          controller: true,
        },
      ],
    }),
    spec: template.spec,
    status: {},
  };
}

/** `kubectl create cronjob`. */
export const createCronJob: Command = (context) =>
  createGenerated(context, (name) => {
    const restart = context.flags.string('restart') || 'OnFailure';
    const template = podTemplate(context, name, restart);
    const object: AnyObject = {
      kind: 'CronJob',
      apiVersion: 'batch/v1',
      metadata: { name },
      spec: {
        schedule: context.flags.string('schedule'),
        jobTemplate: { metadata: { name }, spec: { template } },
      },
      status: {},
    };
    return { resource: cronJobs, object, called: 'cronjob' };
  });
